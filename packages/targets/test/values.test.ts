import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { layers, sequential, type LayersModel } from '@tensorflow/tfjs-layers';
import { classifier } from '@interp/core';
import { joinInputs, values, type ValuesOptions } from '@interp/targets';
import { refusal } from '@interp/testing/refusal';
import { randomBatch, randomise } from '@interp/testing/small-models';
import { twoByTwo } from '@interp/testing/two-by-two';

beforeAll(() => tf.setBackend('cpu'));

const worst = (a: tf.Tensor, b: tf.Tensor): number => {
  expect(a.shape).toEqual(b.shape);
  return tf.tidy(() => tf.max(tf.abs(tf.sub(a, b))).dataSync()[0]);
};

const hidden = () => layers.dense({ inputShape: [6], units: 8, activation: 'tanh' });
const regression = (): LayersModel => sequential({ layers: [hidden(), layers.dense({ units: 3 })] });
const boxes = (): LayersModel =>
  sequential({
    layers: [hidden(), layers.dense({ units: 20, activation: 'sigmoid' }), layers.reshape({ targetShape: [5, 4] })],
  });
const mask = (): LayersModel =>
  sequential({
    layers: [
      layers.conv2d({ inputShape: [6, 5, 2], filters: 3, kernelSize: 3, padding: 'same', activation: 'tanh' }),
      layers.conv2d({ filters: 4, kernelSize: 1, activation: 'softmax' }),
    ],
  });

const model = (build: () => LayersModel): LayersModel => randomise(build(), 3);
const unit = (x: tf.Tensor): tf.Tensor => tf.div(x, tf.norm(x, 'euclidean', 1, true));
const reference = (size: number[]): tf.Tensor =>
  tf.tidy(() => tf.cos(tf.reshape(tf.range(0, tf.util.sizeFromShape(size)), size)));

type Case = readonly [string, () => LayersModel, ValuesOptions, (y: tf.Tensor) => tf.Tensor];

const cases: readonly Case[] = [
  ['all of a regression', regression, {}, (y) => y],
  ['one of a regression', regression, { at: [1] }, (y) => tf.slice(y, [0, 1], [-1, 1])],
  ['its sum', regression, { sum: true }, (y) => tf.sum(y, 1, true)],
  ['all of a box output', boxes, {}, (y) => tf.reshape(y, [2, 20])],
  [
    'coordinates of boxes',
    boxes,
    { at: [[3, 1], 4, [0, 0]] },
    (y) => tf.gather(tf.reshape(y, [2, 20]), tf.tensor1d([13, 4, 0], 'int32'), 1),
  ],
  [
    'a sum of coordinates',
    boxes,
    {
      at: [
        [3, 1],
        [3, 3],
      ],
      sum: true,
    },
    (y) =>
      tf.reshape(
        tf.sum(tf.gather(tf.slice(y, [0, 3, 0], [-1, 1, -1]), tf.tensor1d([1, 3], 'int32'), 2), [1, 2]),
        [2, 1],
      ),
  ],
  [
    'a channel of a mask',
    mask,
    { at: [[null, null, 2]], sum: true },
    (y) => tf.reshape(tf.sum(tf.slice(y, [0, 0, 0, 2], [-1, -1, -1, 1]), [1, 2]), [2, 1]),
  ],
  [
    'one pixel of a mask',
    mask,
    { at: [[2, 3, 1]] },
    (y) => tf.reshape(tf.slice(y, [0, 2, 3, 1], [-1, 1, 1, 1]), [2, 1]),
  ],
  [
    'similarity of an embedding',
    regression,
    { similarTo: reference([2, 3]) },
    (y) => tf.matMul(unit(y), unit(reference([2, 3])), false, true),
  ],
  [
    'a function',
    boxes,
    { of: (y) => tf.stack([tf.sum(tf.square(y), [1, 2]), tf.max(tf.reshape(y, [y.shape[0], 20]), 1)], 1) },
    (y) => tf.stack([tf.sum(tf.square(y), [1, 2]), tf.max(tf.reshape(y, [2, 20]), 1)], 1),
  ],
];

test.each(cases)('%s: values and gradients are those of the model', (_, build, options, of) => {
  const net = model(build);
  tf.tidy(() => {
    const x = randomBatch(net, 2, 7);
    const c = values(net, options);
    const direct = (z: tf.Tensor): tf.Tensor => of(net.apply(z) as tf.Tensor);
    expect(c.probabilities).toBe('none');
    expect(worst(c.logits(x), direct(x))).toBeLessThan(1e-6);
    expect(c.classes).toBe(direct(x).shape[1]);
    const weight = tf.cos<tf.Tensor2D>(tf.reshape(tf.range(0, 2 * c.classes), [2, c.classes]));
    const expected = tf.grad((z) => tf.sum(tf.mul(direct(z), weight)))(x);
    expect(worst(c.gradient(x, () => weight).gradient, expected)).toBeLessThan(1e-5);
    expect(worst(tf.grad((z) => tf.sum(tf.mul(c.logits(z), weight)))(x), expected)).toBeLessThan(1e-5);
  });
  net.dispose();
});

test('a threshold makes two classes of a value', () => {
  const net = model(regression);
  tf.tidy(() => {
    const x = randomBatch(net, 2, 7);
    const c = values(net, { at: [2], threshold: 0.25 });
    const value = tf.slice(net.predict(x) as tf.Tensor, [0, 2], [-1, 1]);
    expect([c.classes, c.probabilities]).toEqual([2, 'softmax']);
    expect(worst(c.logits(x), tf.concat([tf.zeros([2, 1]), tf.sub(value, 0.25)], 1))).toBeLessThan(1e-6);
  });
  net.dispose();
});

test('a function of several outputs, of a network of several inputs', () => {
  const { model: net, inputs } = twoByTwo(3);
  tf.tidy(() => {
    const { network, x } = joinInputs(net, inputs);
    const of = (scores: tf.Tensor, found: tf.Tensor): tf.Tensor =>
      tf.mul(tf.slice(scores, [0, 1], [-1, 1]), tf.reshape(tf.slice(found, [0, 1, 2], [-1, 1, 1]), [-1, 1]));
    const c = values(network, { output: ['scores', 'boxes'], of });
    const [scores, found] = net.predict([inputs.picture, inputs.facts]) as tf.Tensor[];
    expect(worst(c.logits(x), of(scores, found))).toBeLessThan(1e-6);
  });
  net.dispose();
});

test('an open size is found by running', () => {
  const open = randomise(
    sequential({
      layers: [layers.conv2d({ inputShape: [null, null, 1], filters: 2, kernelSize: 3 })],
    }),
    3,
  );
  const c = values(open, { inputShape: [6, 5, 1], at: [[3, 2, 1]] });
  tf.tidy(() => {
    const x = tf.cos(tf.reshape(tf.range(0, 30), [1, 6, 5, 1]));
    const expected = tf.slice(open.predict(x) as tf.Tensor, [0, 3, 2, 1], [1, 1, 1, 1]);
    expect(worst(c.logits(x), tf.reshape(expected, [1, 1]))).toBeLessThan(1e-6);
  });
  open.dispose();
});

test('leaves nothing in memory, and refuses what is not there', async () => {
  const net = model(boxes);
  const two = twoByTwo(4);
  const { network } = joinInputs(two.model, two.inputs);
  const once = (): void => tf.tidy(() => void values(net, { at: [[1, 2]], sum: true }).logits(tf.zeros([1, 6])));
  once();
  const before = tf.memory().numTensors;
  once();
  values(net, { of: (y) => tf.sum(y, 2) });
  expect(tf.memory().numTensors).toBe(before);
  const asked = (options: object) => refusal(() => values(net, options));
  expect(await asked({ at: [[5, 0]] })).toBe('bad-option');
  expect(await asked({ at: [[0]] })).toBe('bad-option');
  expect(await asked({ at: [20] })).toBe('bad-option');
  expect(await asked({ at: [-1] })).toBe('bad-option');
  expect(await asked({ at: ['3'] })).toBe('bad-option');
  expect(await asked({ at: [] })).toBe('bad-option');
  expect(await asked({ at: [1], of: (y: tf.Tensor) => y })).toBe('bad-option');
  expect(await asked({ threshold: 1 })).toBe('bad-option');
  expect(await asked({ output: 'boxes' })).toBe('bad-option');
  expect(await asked({ output: [] })).toBe('bad-option');
  expect(await asked({ similarTo: tf.zeros([3]) })).toBe('bad-shape');
  expect(await asked({ similarTo: [1, 2] })).toBe('bad-shape');
  expect(await asked({ of: (y: tf.Tensor) => y })).toBe('bad-shape');
  expect(await refusal(() => values(network))).toBe('unsupported-model');
  expect(await refusal(() => classifier(network))).toBe('unsupported-model');
  expect(await refusal(() => classifier(network, { output: 'masks' }))).toBe('bad-option');
  expect(await refusal(() => classifier(network, { output: 'boxes' }))).toBe('unsupported-model');
  expect(await refusal(() => values(two.model))).toBe('unsupported-model');
  net.dispose();
  two.model.dispose();
});
