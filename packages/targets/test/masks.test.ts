import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { input, layers, model as modelOf, type LayersModel, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { classifier, networkOf, type Classifier } from '@interp/core';
import { joinInputs, units, values } from '@interp/targets';

beforeAll(() => tf.setBackend('cpu'));

type Apply = (x: SymbolicTensor) => SymbolicTensor;
const applied =
  (layer: layers.Layer): Apply =>
  (x) =>
    layer.apply(x) as SymbolicTensor;
const recurrent = { units: 4, recurrentInitializer: 'glorotUniform', name: 'takes' } as const;

/** What is between a layer that masks rows of zeros and a dense one. */
const between: Readonly<Record<string, Apply>> = {
  LSTM: applied(layers.lstm(recurrent)),
  GRU: applied(layers.gru(recurrent)),
  SimpleRNN: applied(layers.simpleRNN(recurrent)),
  'Bidirectional': (x) => applied(layers.bidirectional({ layer: layers.lstm({ ...recurrent, name: 'inner' }), mergeMode: 'concat', name: 'takes' }))(x), // prettier-ignore
  'two of them': (x) => applied(layers.lstm(recurrent))(applied(layers.gru({ ...recurrent, name: 'first', returnSequences: true }))(x)), // prettier-ignore
  'an activation between': (x) =>
    applied(layers.lstm(recurrent))(applied(layers.activation({ activation: 'tanh' }))(x)),
  'a layer that takes no mask': (x) => applied(layers.globalAveragePooling1d({ name: 'takes' }))(x),
};

/** Two rows of six steps of which some are zeros. */
const x = () =>
  tf.tidy(() => {
    const isThere = tf.tensor3d([1, 1, 0, 1, 0, 0, 1, 0, 1, 1, 1, 0], [2, 6, 1]);
    return tf.mul(tf.randomUniform([2, 6, 3], -1, 1, 'float32', 4), isThere);
  });

const masked = (middle: Apply): LayersModel => {
  const given = input({ shape: [6, 3], name: 'rows' });
  const y = middle(applied(layers.masking({ maskValue: 0 }))(given));
  return modelOf({ inputs: given, outputs: applied(layers.dense({ units: 3, name: 'last' }))(y) });
};

const apart = (a: tf.Tensor, b: tf.Tensor): number => tf.max(tf.abs(tf.sub(a, b))).dataSync()[0];

/** How far gradients are from differences. */
const gradientError = (net: Classifier, at: tf.Tensor): number => {
  const sum = (moved: tf.Tensor): number => tf.sum(net.logits(moved)).dataSync()[0];
  const { gradient } = net.gradient(at, (logits) => tf.onesLike(logits));
  const [found, numbers] = [gradient.dataSync(), at.dataSync()];
  return Math.max(
    ...Array.from(numbers, (value, i) => {
      if (value === 0) return 0; // A step of zeros that moves is no longer masked.
      const moved = (by: number): number =>
        sum(tf.tensor(numbers.map((old, k) => (k === i ? old + by : old)), at.shape)); // prettier-ignore
      return Math.abs(found[i] - (moved(0.01) - moved(-0.01)) / 0.02);
    }),
  );
};

describe.each(Object.entries(between))('masks reach layers in parts of a model: %s', (_, middle) => {
  test('values, units, one of two outputs, and several inputs are what the model returns, and their gradients those of that', () => {
    tf.tidy(() => {
      const [net, rows] = [masked(middle), x()];
      const inner = modelOf({ inputs: net.inputs, outputs: net.getLayer('takes').output });
      const right = [net, inner].map((model) => model.predict(rows) as tf.Tensor);
      const taking = net.getLayer('takes').output as SymbolicTensor;
      const both = modelOf({ inputs: net.inputs, outputs: [net.outputs[0], taking] });
      const parts: (readonly [Classifier, tf.Tensor])[] = [
        [values(net), right[0]],
        [units(networkOf(net), 'takes'), right[1]],
        [classifier(both, { output: 'takes' }), right[1]],
      ];
      for (const [part, expected] of parts) {
        expect(apart(part.logits(rows), expected)).toBeLessThan(1e-6);
        expect(gradientError(part, rows)).toBeLessThan(2e-3);
      }
      const [a, b] = [input({ shape: [6, 3], name: 'a' }), input({ shape: [2], name: 'b' })];
      const joined = layers.concatenate().apply([net.apply(a) as SymbolicTensor, b]) as SymbolicTensor;
      const two = modelOf({ inputs: [a, b], outputs: applied(layers.dense({ units: 2 }))(joined) });
      const beside = tf.fill([2, 2], 0.3);
      const { network, x: taken } = joinInputs(two, { a: rows, b: beside });
      const expected = two.predict([rows, beside]) as tf.Tensor;
      expect(apart(classifier(network).logits(taken), expected)).toBeLessThan(1e-6);
      expect(gradientError(classifier(network), taken)).toBeLessThan(2e-3);
    });
  });
});

test('what a table has for whole numbers is explained though it masks zeros', () => {
  const ids = input({ shape: [5], dtype: 'int32', name: 'ids' });
  const rows = applied(layers.embedding({ inputDim: 10, outputDim: 3, maskZero: true }))(ids);
  const net = modelOf({ inputs: ids, outputs: applied(layers.dense({ units: 2 }))(between['LSTM'](rows)) });
  const numbers = tf.tensor2d([1, 2, 0, 0, 0, 3, 0, 4, 5, 0], [2, 5], 'int32');
  const { network, x: taken } = joinInputs(net, { ids: numbers });
  const part = classifier(network);
  expect(taken.shape).toEqual([2, 5, 3]);
  expect(apart(part.logits(taken), net.predict(numbers) as tf.Tensor)).toBeLessThan(1e-6);
  expect(gradientError(part, taken)).toBeLessThan(2e-3);
  const { gradient } = part.gradient(taken, (logits) => tf.onesLike(logits));
  const ofMasked = tf.mul(gradient, tf.expandDims(tf.cast(tf.equal(numbers, 0), 'float32'), 2));
  expect(tf.max(tf.abs(ofMasked)).dataSync()[0]).toBe(0);
});
