import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startBackend } from '@interp/backend';
import { classifier } from '@interp/core';
import { float32Entry, readSafetensors, writeSafetensors, type SafetensorsEntry } from '@interp/files';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { evaluate, lenet, leNetActivations, lenetFromTorch, lenetToTorch } from '../src/index.js';
import { refusal } from '@interp/testing/refusal';
import { digestOf } from './toy.js';

beforeAll(async () => {
  await startBackend('wasm');
});

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const folders = [
  '../../../packages/testing/fixtures/goldens/',
  '../../../../shared/goldens/drawn/',
  '../../../../shared/goldens/mnist/',
]
  .map(at)
  .filter((folder) => existsSync(folder));
const read = (folder: string, file: string): Uint8Array => readFileSync(`${folder}${file}.safetensors`);

describe.each(folders)('%s', (folder) => {
  test.each(['sigmoid', 'relu'])('logits as PyTorch has them: %s', (activation) => {
    const before = tf.memory().numTensors;
    const model = lenetFromTorch(read(folder, `model-${activation}`));
    const { tensors } = readSafetensors(read(folder, 'classify'));
    const images = tensors.get('images')!;
    const expected = tensors.get(`${activation}.logits`)!.data as Float32Array;
    const got = tf.tidy(() =>
      classifier(model)
        .logits(tf.tensor(images.data as Float32Array, [images.shape[0], 28, 28, 1]))
        .dataSync(),
    );
    const largest = Math.max(...expected.map(Math.abs));
    expected.forEach((score, i) => expect(Math.abs(got[i] - score)).toBeLessThan(1e-4 * largest));
    model.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

test.each(leNetActivations)('there and back: %s', async (activation) => {
  const model = lenet({ activation, seed: 4 });
  const again = lenetFromTorch(await lenetToTorch(model));
  expect(digestOf(again)).toEqual(digestOf(model));
  expect(again.getLayer('fc1').getConfig()['activation']).toBe(model.getLayer('fc1').getConfig()['activation']);
  model.dispose();
  again.dispose();
});

test('weights of double precision, and no word on the activation: sigmoid', async () => {
  const model = lenet({ seed: 4 });
  const { tensors } = readSafetensors(await lenetToTorch(model));
  const doubles = [...tensors].map(([name, { shape, data }]): [string, SafetensorsEntry] => [
    name,
    { dtype: 'F64', shape, data: Float64Array.from(data as Float32Array) },
  ]);
  const again = lenetFromTorch(writeSafetensors(doubles));
  expect(digestOf(again)).toEqual(digestOf(model));
  expect(again.getLayer('conv1').getConfig()['activation']).toBe('sigmoid');
});

describe('files that are no LeNet', () => {
  let good: Map<string, SafetensorsEntry>;
  beforeAll(async () => {
    good = new Map(readSafetensors(await lenetToTorch(lenet())).tensors);
  });
  const withTensor = (name: string, entry?: SafetensorsEntry, activation?: string): Uint8Array => {
    const tensors = new Map(good);
    if (entry) tensors.set(name, entry);
    else tensors.delete(name);
    return writeSafetensors(tensors, activation === undefined ? [] : [['activation', activation]]);
  };
  const filled = (shape: number[], value: number): SafetensorsEntry =>
    float32Entry(shape, new Float32Array(shape.reduce((product, size) => product * size, 1)).fill(value));

  const cases: readonly [string, () => Uint8Array][] = [
    ['a tensor missing', () => withTensor('fc2.bias')],
    ['a tensor of another shape', () => withTensor('fc1.weight', filled([300, 256], 0))],
    ['a tensor transposed', () => withTensor('fc3.weight', filled([84, 10], 0))],
    ['a NaN', () => withTensor('conv1.bias', filled([6], NaN))],
    ['an infinity', () => withTensor('conv1.bias', filled([6], Infinity))],
    ['integers', () => withTensor('fc3.bias', { dtype: 'I32', shape: [10], data: new Int32Array(10) })],
    ['a tensor too many', () => withTensor('fc4.bias', filled([10], 0))],
    ['an unknown activation', () => withTensor('fc3.bias', good.get('fc3.bias'), 'swish')],
    ['no tensors', () => writeSafetensors([])],
    ['no safetensors', () => new TextEncoder().encode('these are no weights at all')],
    ['half of it', () => withTensor('fc3.bias', good.get('fc3.bias')).slice(0, 600_000)],
  ];
  test.each(cases)('%s', async (_, bytes) => {
    const before = tf.memory().numTensors;
    expect(await refusal(() => lenetFromTorch(bytes()))).toBe('bad-file');
    expect(tf.memory().numTensors).toBe(before);
  });

  test('any damage to the header is refused in one line, or changes nothing', async () => {
    const whole = withTensor('fc3.bias', good.get('fc3.bias'));
    const header = 8 + Number(new DataView(whole.buffer, whole.byteOffset).getBigUint64(0, true));
    await fc.assert(
      fc.asyncProperty(fc.nat(header - 1), fc.integer({ min: 1, max: 255 }), async (place, change) => {
        const bytes = whole.slice();
        bytes[place] ^= change;
        expect(['bad-file', 'taken']).toContain(await refusal(() => lenetFromTorch(bytes).dispose()));
      }),
      { numRuns: 60 },
    );
  });
});

test('a network that is no LeNet has no state dict', async () => {
  const tanh = lenet({ activation: 'tanh' });
  tanh.layers.splice(4, 1);
  expect(await refusal(() => lenetToTorch(tanh))).toBe('unsupported-model');
});

// The accuracies that PyTorch found on MNIST, where the data set and the weights lie beside the repository.
const mnist = at('../../../../shared/mnist/');
const accuracies =
  existsSync(mnist) && folders[2]
    ? ([
        ['sigmoid', 0.9831],
        ['relu', 0.985],
      ] as const)
    : [];
if (accuracies.length > 0)
  test.each(accuracies)("%s: PyTorch's accuracy on MNIST to the digit, %f", async (activation, accuracy) => {
    const { loadMnistSplit } = await import('@interp/mnist/node');
    const model = lenetFromTorch(read(folders[2], `model-${activation}`));
    expect((await evaluate(classifier(model), await loadMnistSplit(mnist, 'test'))).accuracy).toBe(accuracy);
    model.dispose();
  });
