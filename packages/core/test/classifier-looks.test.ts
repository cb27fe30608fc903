import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { layers, model as functional, sequential, type LayersModel } from '@tensorflow/tfjs-layers';
import { classifier, networkOf } from '@interp/core';
import { refusedNow } from '@interp/testing/refusal';
import { probabilitiesOf } from '@interp/core/internal';
import { randomBatch, randomise } from '@interp/testing/small-models';

beforeAll(async () => {
  await tf.setBackend('cpu');
  Object.assign(tf.backend(), { firstUse: false });
});

type Layer = LayersModel['layers'][number];
type Activation = 'softmax' | 'sigmoid' | 'linear' | 'hardSigmoid' | 'relu';

const opaqueEnd = (units: number): Layer[] => [
  layers.reshape({ targetShape: [1, units] }),
  layers.masking({}),
  layers.flatten(),
];
const dense = (units: number, activation: Activation): Layer => layers.dense({ units, activation });
const inOrder = (...rest: Layer[]): LayersModel =>
  randomise(sequential({ layers: [layers.flatten({ inputShape: [3, 2] }), ...rest] }), 5, 2);

/** Two endings of one body, merged. */
const merged = (activation: Activation, units: number, merge: Layer): LayersModel => {
  const body = sequential({ layers: [layers.flatten({ inputShape: [3, 2] })] });
  const [x] = body.outputs;
  const parts = [1, 2].map(() => dense(units, activation).apply(x) as typeof x);
  return randomise(functional({ inputs: body.inputs, outputs: merge.apply(parts) as typeof x }), 5, 2);
};

const averages = (): Layer => layers.globalAveragePooling1d({});

const probabilities: Readonly<Record<string, () => LayersModel>> = {
  'masking after a softmax': () => inOrder(dense(4, 'softmax'), ...opaqueEnd(4)),
  'a softmax layer and masking': () => inOrder(dense(4, 'linear'), layers.softmax(), ...opaqueEnd(4)),
  'dropout of each time': () =>
    inOrder(
      dense(4, 'softmax'),
      layers.reshape({ targetShape: [1, 4] }),
      layers.timeDistributed({ layer: layers.dropout({ rate: 0.5 }) }),
      layers.flatten(),
    ),
  'the average of a softmax at each time': () =>
    randomise(
      sequential({
        layers: [layers.timeDistributed({ inputShape: [3, 2], layer: dense(4, 'softmax') }), averages()],
      }),
      5,
      2,
    ),
  'a recurrent layer': () =>
    randomise(
      sequential({
        layers: [
          layers.simpleRNN({
            inputShape: [3, 2],
            units: 4,
            activation: 'softmax',
            recurrentInitializer: 'glorotUniform',
          }),
        ],
      }),
      5,
      2,
    ),
  'the average of two softmaxes': () => merged('softmax', 4, layers.average()),
  'the average of a map of softmaxes': () =>
    randomise(
      sequential({
        layers: [
          layers.conv2d({ inputShape: [4, 4, 1], filters: 3, kernelSize: 2, activation: 'softmax' }),
          layers.globalAveragePooling2d({}),
        ],
      }),
      5,
      2,
    ),
};

test.each(Object.entries(probabilities))('probabilities: %s', (_, build) => {
  const model = build();
  const x = randomBatch(model, 4, 9);
  networkOf(model);
  const before = tf.memory().numTensors;
  const c = classifier(model);
  expect(tf.memory().numTensors).toBe(before);
  expect([c.classes, c.probabilities]).toEqual([model.outputs[0].shape[1], 'softmax']);
  tf.tidy(() => {
    const y = (model.predict(x) as tf.Tensor).arraySync() as number[][];
    const p = probabilitiesOf(c.logits(x), c.probabilities).arraySync();
    p.forEach((row, i) => row.forEach((value, k) => expect(value).toBeCloseTo(y[i][k], 5)));
    const again = classifier(c.network!);
    expect(again.logits(x).arraySync()).toEqual(c.logits(x).arraySync());
  });
});

/** The derivative of the probability of class 1 with respect to the logits. */
const ofClass1 = (logits: tf.Tensor2D): tf.Tensor2D => {
  const p = tf.softmax(logits);
  const one = tf.slice(p, [0, 1], [-1, 1]);
  return tf.mul(one, tf.sub(tf.oneHot(tf.fill([p.shape[0]], 1, 'int32'), p.shape[1]), p));
};

test('probabilities: the gradient of the average of two softmaxes', () => {
  const model = merged('softmax', 4, layers.average());
  const x = randomBatch(model, 4, 9);
  const c = classifier(model);
  tf.tidy(() => {
    const { gradient } = c.gradient(x, ofClass1);
    const expected = tf.grad((v: tf.Tensor) => tf.sum(tf.slice(model.apply(v) as tf.Tensor, [0, 1], [-1, 1])))(x);
    expect(tf.max(tf.abs(tf.sub(gradient, expected))).dataSync()[0]).toBeLessThan(1e-5);
  });
});

test('one unit: a sigmoid and masking', () => {
  const model = inOrder(dense(1, 'sigmoid'), ...opaqueEnd(1));
  const x = randomBatch(model, 4, 9);
  const c = classifier(model);
  expect([c.classes, c.probabilities]).toEqual([2, 'softmax']);
  const y = (model.predict(x) as tf.Tensor).arraySync() as number[][];
  const p = probabilitiesOf(c.logits(x)).arraySync();
  p.forEach(([, value], i) => expect(value).toBeCloseTo(y[i][0], 5));
});

test.each(['sigmoid', 'hardSigmoid'] as const)('several units with a %s, and masking: refused', (activation) => {
  const model = inOrder(dense(3, activation), ...opaqueEnd(3));
  expect(refusedNow(() => classifier(model))?.message).toMatch(/returns: /);
  expect(classifier(model, { returns: 'sigmoid' }).probabilities).toBe('sigmoid');
});

const sigmoidMaps = (units: number): LayersModel =>
  randomise(
    sequential({
      layers: [layers.conv1d({ inputShape: [3, 2], filters: units, kernelSize: 1, activation: 'sigmoid' }), averages()],
    }),
    5,
    2,
  );

test.each([
  ['an average of sigmoids', (units: number) => merged('sigmoid', units, layers.average())],
  ['a product of hard sigmoids', (units: number) => merged('hardSigmoid', units, layers.multiply())],
  ['the larger one of two', (units: number) => merged('sigmoid', units, layers.maximum())],
  ['the mean of a map of sigmoids', sigmoidMaps],
  ['a hard sigmoid', (units: number) => inOrder(dense(units, 'hardSigmoid'))],
] as const)('probabilities of their own by construction: %s', (_, build) => {
  for (const units of [1, 3]) {
    const model = build(units);
    const x = randomBatch(model, 4, 9);
    const c = classifier(model);
    expect([c.classes, c.probabilities]).toEqual(units === 1 ? [2, 'softmax'] : [3, 'sigmoid']);
    const p = probabilitiesOf(c.logits(x), c.probabilities).arraySync();
    (model.predict(x) as tf.Tensor2D)
      .arraySync()
      .forEach((row, i) => row.forEach((value, k) => expect(p[i][units === 1 ? 1 : k]).toBeCloseTo(value, 5)));
  }
});

test('a sum or difference of sigmoids is none', () => {
  expect(classifier(merged('sigmoid', 3, layers.add())).probabilities).toBe('none');
});

test.each([
  ['a softmax inside', () => inOrder(dense(4, 'softmax'), dense(3, 'linear'))],
  ['a softmax inside, and masking', () => inOrder(dense(4, 'softmax'), dense(3, 'linear'), ...opaqueEnd(3))],
  ['rectified values', () => inOrder(dense(4, 'sigmoid'), dense(3, 'relu'), ...opaqueEnd(3))],
  [
    'gates',
    () =>
      randomise(
        sequential({ layers: [layers.lstm({ inputShape: [3, 2], units: 4, recurrentInitializer: 'glorotUniform' })] }),
        5,
        2,
      ),
  ],
] as const)('logits: %s', (_, build) => {
  const model = build();
  const x = randomBatch(model, 4, 9);
  const c = classifier(model);
  expect(c.probabilities).toBe('softmax');
  const apart = tf.max(tf.abs(tf.sub(c.logits(x), model.predict(x) as tf.Tensor))).dataSync()[0];
  expect(apart).toBeLessThan(1e-5);
});

test('rows of a linear layer that happen to sum to 1 are logits', () => {
  const model = sequential({
    layers: [
      layers.dense({ inputShape: [2], units: 3, activation: 'softmax' }),
      layers.dense({ units: 3, useBias: false, weights: [tf.eye(3)] }),
      ...opaqueEnd(3),
    ],
  });
  const x = randomBatch(model, 2, 9);
  const y = (model.predict(x) as tf.Tensor).arraySync();
  expect(classifier(model).logits(x).arraySync()).toEqual(y);
});

test('values and what is declared are not looked at again', () => {
  const c = classifier(inOrder(dense(3, 'softmax')), { returns: 'values' });
  expect(classifier(c.network!).probabilities).toBe('none');
  expect(classifier(inOrder(dense(1, 'linear'), ...opaqueEnd(1))).probabilities).toBe('none');
});

test.each(['softmax', 'sigmoid', 'relu'] as const)('a %s and a scale leave nothing in memory', (activation) => {
  const before = tf.memory().numTensors;
  for (let i = 0; i < 3; i++) {
    const model = sequential({
      layers: [layers.dense({ inputShape: [3], units: 3, activation }), layers.rescaling({ scale: 0.5, offset: 0 })],
    });
    classifier(model);
    model.dispose();
  }
  expect(tf.memory().numTensors).toBe(before);
});
