import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { layers, sequential, type LayersModel } from '@tensorflow/tfjs-layers';
import { backward, trace, type Rule, type Trace, type TracedLayer } from '@interp/core';
import { randomBatch, randomise, smallModels } from '@interp/testing/small-models';
import { refusal } from '@interp/testing/refusal';

const gradient: Rule = (layer, _, arriving) => layer.vjp(arriving);

/** A backend whose memory nothing is known of: the cpu backend under another name. */
const useStranger = async (): Promise<void> => {
  await tf.setBackend('cpu');
  Object.assign(tf.backend(), { firstUse: false });
  const cpu = tf.findBackendFactory('cpu');
  if (!tf.findBackendFactory('stranger')) {
    tf.registerBackend('stranger', cpu);
    tf.copyRegisteredKernels('cpu', 'stranger');
  }
  await tf.setBackend('stranger');
  Object.assign(tf.backend(), { firstUse: false });
};

beforeAll(async () => {
  await tf.setBackend('cpu');
  Object.assign(tf.backend(), { firstUse: false });
});

const valuesOn = async (use: () => Promise<unknown>, build: () => LayersModel): Promise<number[][]> => {
  await use();
  const net = randomise(build(), 1);
  const x = randomBatch(net, 2, 2);
  const run = trace(net, x);
  const start = tf.onesLike(run.output);
  const linear = run.layers.find(({ kind }) => kind === 'linear')!;
  const input = linear.mergedInput();
  const sums = linear.signedSums(input);
  const results = [run.output, backward(run, start, () => gradient), sums, linear.distribute(input, sums)];
  return Promise.all(results.map(async (tensor) => Array.from(await tensor.data())));
};

test.each(smallModels)('$name goes through a backend whose memory is not known', async ({ build }) => {
  const there = await valuesOn(useStranger, build);
  const here = await valuesOn(() => tf.setBackend('cpu'), build);
  expect(there).toEqual(here);
});

const net = (): LayersModel =>
  randomise(
    sequential({
      layers: [
        layers.rescaling({ scale: 2, offset: 1, inputShape: [4, 4, 1] }),
        layers.zeroPadding2d({ padding: 1 }),
        layers.conv2d({ name: 'conv', filters: 2, kernelSize: 2, strides: 2, activation: 'relu' }),
        layers.maxPooling2d({ name: 'pool', poolSize: 2, strides: 1 }),
        layers.flatten({ name: 'flat' }),
        layers.dense({ name: 'head', units: 3, activation: 'softmax' }),
      ],
    }),
    1,
  );

const traced = async (): Promise<Trace> => {
  await tf.setBackend('cpu');
  const model = net();
  return trace(model, randomBatch(model, 2, 1));
};

const named = (run: Trace, name: string): TracedLayer => run.layers.find((layer) => layer.name.endsWith(name))!;

test('a trace lists what the model does, softmax left out and padding folded', async () => {
  const run = await traced();
  expect(run.layers.map(({ kind, type }) => `${kind} ${type}`)).toEqual([
    'linear Rescaling',
    'linear Conv2D',
    'activation Conv2D',
    'max-pooling MaxPooling2D',
    'reshaping Flatten',
    'linear Dense',
  ]);
  expect(named(run, 'conv').name).toMatch(/^zero_padding2d_.*\+conv$/);
  expect(run.layers.map(({ isFirst, isLast }) => [isFirst, isLast])).toEqual([
    [false, false],
    [true, false],
    [false, false],
    [false, false],
    [false, false],
    [false, true],
  ]);
  expect(run.layers.map(({ isScale }) => isScale)).toEqual([true, false, false, false, false, false]);
});

test('a layer shows its kernel, bias and output, and knows the bounds of its input', async () => {
  const run = await traced();
  const [conv, head] = [named(run, 'conv'), named(run, 'head')];
  expect([conv.kernel!.shape, conv.bias!.shape, head.kernel!.shape]).toEqual([[2, 2, 1, 2], [2], [8, 3]]);
  const [low, high] = conv.inputBounds(-1, 1)!;
  expect([tf.min(low).dataSync()[0], tf.max(high).dataSync()[0]]).toEqual([-1, 3]);
  expect(head.inputBounds(-1, 1)).toBeUndefined();
  const relu = run.layers[2];
  expect([relu.activation, relu.kernel, relu.bias]).toEqual(['relu', undefined, undefined]);
  const ofMap = tf.add(conv.map(run.layers[0].output), conv.bias!);
  expect(tf.max(tf.abs(tf.sub(ofMap, conv.output))).dataSync()[0]).toBeLessThan(1e-6);
});

test('a step without a linear map says so', async () => {
  const run = await traced();
  for (const layer of [run.layers[2], run.layers[3]]) {
    expect(await refusal(() => layer.map(layer.output))).toBe('bad-option');
    expect(await refusal(() => layer.transpose(layer.output))).toBe('bad-option');
    expect(await refusal(() => layer.signedSums(layer.output))).toBe('bad-option');
  }
});

test('a start or a rule of the wrong shape is refused, and a rule that throws leaves nothing behind', async () => {
  const run = await traced();
  const start = tf.onesLike(run.output);
  expect(await refusal(() => backward(run, tf.ones([2, 4]), () => gradient))).toBe('bad-shape');
  const before = tf.memory().numTensors;
  expect(await refusal(() => backward(run, start, () => (_, __, relevance) => relevance))).toBe('bad-shape');
  expect(tf.memory().numTensors).toBe(before);
  run.dispose();
  start.dispose();
});

test('the kernel may be changed by name or by a function', async () => {
  const run = await traced();
  const head = named(run, 'head');
  const x = tf.ones([1, 8]);
  const total = (t: tf.Tensor): number => tf.sum(t).dataSync()[0];
  const kernel = head.kernel!;
  expect(total(head.map(x, 'one'))).toBe(24);
  expect(total(head.map(x, 'positive'))).toBeCloseTo(total(tf.relu(kernel)), 4);
  expect(total(head.map(x, 'negative'))).toBeCloseTo(total(tf.minimum(kernel, 0)), 4);
  expect(total(head.map(x, 'square'))).toBeCloseTo(total(tf.square(kernel)), 4);
  expect(total(head.map(x, (k) => tf.mul(k, 3)))).toBeCloseTo(3 * total(kernel), 4);
  expect(total(head.transpose(tf.ones([1, 3]), (k) => tf.abs(k)))).toBeCloseTo(total(tf.abs(kernel)), 4);
});
