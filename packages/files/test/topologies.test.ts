import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { refusal, refused } from '@interp/testing/refusal';
import { classifier, networkOf, random } from '@interp/core';
import { loadModel, saveModel } from '../src/node/index.js';

type Json = Record<string, unknown>;

let folder: string;
beforeAll(async () => {
  Object.assign(tf.backend(), { firstUse: false });
  await tf.setBackend('cpu');
  folder = await mkdtemp(join(tmpdir(), 'interp-topologies-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** A layer called on the first output of one call each of other layers, or once for each list of them. */
const layer = (
  kind: string,
  name: string,
  calls: readonly (readonly [string, number?])[][],
  config: Json = {},
): Json => ({
  class_name: kind,
  name,
  config: { name, ...config },
  inbound_nodes: calls.map((inputs) => inputs.map(([from, call = 0]) => [from, call, 0, {}])),
});
const inputLayer = (shape: readonly (number | null)[]): Json =>
  layer('InputLayer', 'in', [], { batch_input_shape: shape });
const functional = (layers: readonly Json[], output: readonly [string, number?]): Json => ({
  class_name: 'Model',
  config: { name: 'm', layers, input_layers: [['in', 0, 0]], output_layers: [[output[0], output[1] ?? 0, 0]] },
});

/** Writes a model; its weights are numbered through, 1, 2, 3, … over 100. */
const write = async (
  topology: Json,
  weights: readonly { readonly name: string; readonly shape: readonly number[] }[] = [],
  change: Json = {},
): Promise<string> => {
  const size = weights.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
  await writeFile(
    join(folder, 'w.bin'),
    Float32Array.from({ length: size }, (_, i) => (i + 1) / 100),
  );
  const manifest = [{ paths: ['w.bin'], weights: weights.map((one) => ({ dtype: 'float32', ...one })) }];
  const file = join(folder, 'model.json');
  await writeFile(file, JSON.stringify({ modelTopology: topology, weightsManifest: manifest, ...change }));
  return file;
};

const chain = (n: number): Json[] =>
  Array.from({ length: n }, (_, i) =>
    layer('Activation', `a${i}`, [[[i === 0 ? 'in' : `a${i - 1}`]]], { activation: i % 2 ? 'linear' : 'relu' }),
  );

test('10,000 layers, listed backwards: loaded, run, gone back through and saved', async () => {
  const before = tf.memory().numTensors;
  const layers = [layer('Softmax', 'out', [[['a9999']]]), ...chain(10_000).reverse(), inputLayer([null, 2])];
  const model = await loadModel(await write(functional(layers, ['out'])));
  const x = tf.tensor2d([[1, -2]]);
  const expected = Math.exp(1) / (1 + Math.exp(1));
  const [first] = tf.tidy(() => (model.predict(x) as tf.Tensor).dataSync());
  expect(first).toBeCloseTo(expected, 6);
  expect(networkOf(model).steps.length).toBeGreaterThan(4000);
  const net = classifier(model, { bounds: [-2, 2] });
  const { logits, gradient } = net.gradient(x, () => tf.tensor2d([[1, 1]]));
  expect([...logits.dataSync(), ...gradient.dataSync()]).toEqual([1, 0, 1, 0]);
  const taped = tf.tidy(() =>
    tf
      .grad((z) => tf.sum(networkOf(model).scores(z)))(x)
      .dataSync(),
  );
  expect([...taped]).toEqual([1, 0]);
  await saveModel(model, join(folder, 'again'));
  model.dispose();
  tf.dispose([x, logits, gradient]);
  expect(tf.memory().numTensors).toBe(before);
});

test('a sequential model of 2,000 layers becomes a functional one', async () => {
  const layers = chain(2000).map(({ class_name: kind, config }, i) => ({
    class_name: kind,
    config: { ...(config as Json), ...(i === 0 && { batch_input_shape: [null, 2] }) },
  }));
  const model = await loadModel(await write({ class_name: 'Sequential', config: { name: 's', layers } }));
  expect([...tf.tidy(() => (model.predict(tf.tensor2d([[3, -1]])) as tf.Tensor).dataSync())]).toEqual([3, 0]);
  model.dispose();
});

test('layers in any order give the same model, and the calls of a shared one stay in theirs', async () => {
  const dense = { units: 2, activation: 'linear', use_bias: false };
  // The second call waits for b, the third could be made before it.
  const layers = [
    inputLayer([null, 2]),
    layer('Dense', 'shared', [[['in']], [['b']], [['in']]], dense),
    layer('Dense', 'b', [[['shared']]], dense),
    layer('Concatenate', 'out', [
      [
        ['shared', 1],
        ['shared', 2],
      ],
    ]),
  ];
  const weights = ['shared', 'b'].map((name) => ({ name: `${name}/kernel`, shape: [2, 2] }));
  const x = tf.tensor2d([[1, 2]]);
  const [w, v] = [tf.tensor2d([0.01, 0.02, 0.03, 0.04], [2, 2]), tf.tensor2d([0.05, 0.06, 0.07, 0.08], [2, 2])];
  const once = tf.matMul(x, w);
  const thrice = tf.matMul(tf.matMul(once, v), w);
  const expected = [...thrice.dataSync(), ...once.dataSync()];
  const stream = random(1);
  for (let i = 0; i < 6; i++) {
    const order = stream.permutation(layers.length);
    const model = await loadModel(
      await write(
        functional(
          Array.from(order, (at) => layers[at]),
          ['out'],
        ),
        weights,
      ),
    );
    const values = tf.tidy(() => Array.from((model.predict(x) as tf.Tensor).dataSync()));
    expect(values.map((value) => value.toFixed(6))).toEqual(expected.map((value) => value.toFixed(6)));
  }
});

describe('refused before anything is built, and nothing left', () => {
  const large = { units: 51_200, activation: 'linear', use_bias: false };
  const one = (config: Json): Json =>
    functional([inputLayer([null, 512]), layer('Dense', 'd', [[['in']]], config)], ['d']);
  test('weights that the file lacks, 40 times', async () => {
    const file = await write(one(large));
    for (let i = 0; i < 40; i++) {
      const { code, message } = await refused(() => loadModel(file));
      expect(code).toBe('bad-file');
      expect(message).toMatch('lacks the weight "d/kernel", of shape [512, 51200]');
    }
  });

  const small = one({ units: 1, activation: 'linear' });
  const kernel = { name: 'd/kernel', shape: [512, 1] };
  const bias = { name: 'd/bias', shape: [1] };
  test.each<[string, { readonly name: string; readonly shape: readonly number[] }[], RegExp]>([
    [
      'another shape',
      [{ name: 'd/kernel', shape: [256, 2] }, bias],
      /"d\/kernel" of shape \[256, 2\].*takes \[512, 1\]/,
    ],
    [
      'a weight too many',
      [kernel, bias, { name: 'e/kernel', shape: [1] }],
      /"e\/kernel", which none of its layers has/,
    ],
    ['a weight too few', [kernel], /lacks the weight "d\/bias"/],
    ['a weight twice', [kernel, bias, bias], /twice/],
    ['another type', [{ ...kernel, dtype: 'int32' } as never, bias], /of int32, and its layer takes float32/],
  ])('%s', async (_, weights, message) => {
    const file = await write(small, weights);
    const refusal = await refused(() => loadModel(file));
    expect([refusal.code, refusal.message]).toEqual(['bad-file', expect.stringMatching(message)]);
  });

  test.each<[string, Json, string, RegExp]>([
    [
      'a circle',
      functional(
        [inputLayer([null, 2]), layer('Add', 'a', [[['in'], ['b']]]), layer('Add', 'b', [[['a'], ['a']]])],
        ['b'],
      ),
      'bad-file',
      /waits for itself/,
    ],
    [
      'a call of none',
      functional([inputLayer([null, 2]), layer('Flatten', 'a', [[['nobody']]])], ['a']),
      'bad-file',
      /for none/,
    ],
    ['an output of none', functional([inputLayer([null, 2])], ['nobody']), 'bad-file', /nobody/],
    [
      'too many layers',
      functional([inputLayer([null, 2]), ...chain(20_001)], ['a20000']),
      'bad-file',
      /more than 20000 layers/,
    ],
    [
      'a value too large',
      functional([inputLayer([null, 40_000]), layer('RepeatVector', 'r', [[['in']]], { n: 40_000 })], ['r']),
      'bad-file',
      /40000, 40000/,
    ],
    [
      'an unknown class',
      functional([inputLayer([null, 2]), layer('Quantum', 'q', [[['in']]])], ['q']),
      'bad-file',
      /Unknown layer: Quantum, a class that TensorFlow.js does not have\)/,
    ],
    [
      'Keras 3',
      { keras_version: '3.5.0', model_config: { class_name: 'Sequential', config: {} } },
      'unsupported-model',
      /Keras 3 \(keras_version 3\.5\.0\).*Keras 2/,
    ],
  ])('%s', async (_, topology, code, message) => {
    const file = await write(topology);
    const refusal = await refused(() => loadModel(file));
    expect([refusal.code, refusal.message]).toEqual([code, expect.stringMatching(message)]);
  });
});

test('a byte order mark is skipped; quantised weights and those of an optimiser are read or left', async () => {
  const topology = functional(
    [inputLayer([null, 1]), layer('Dense', 'd', [[['in']]], { units: 1, use_bias: false })],
    ['d'],
  );
  const quantization = { dtype: 'uint8', scale: 0.5, min: -1 };
  const weights = [
    { name: 'd/kernel', shape: [1, 1], dtype: 'float32', quantization },
    { name: 'Adam/m', shape: [], dtype: 'float32', group: 'optimizer' },
  ];
  await writeFile(join(folder, 'q.bin'), Uint8Array.of(6, 0, 0, 0, 0));
  const file = join(folder, 'quantised.json');
  const json = { modelTopology: topology, weightsManifest: [{ paths: ['q.bin'], weights }] };
  await writeFile(file, `\uFEFF${JSON.stringify(json)}`);
  const model = await loadModel(file);
  expect([...model.weights[0].read().dataSync()]).toEqual([2]);
  model.dispose();
  await writeFile(join(folder, 'q.bin'), Uint8Array.of(6));
  expect(await refusal(() => loadModel(file))).toBe('bad-file');
});
