import { canWalk, classifier, networkOf, trace } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-wasm';
import {
  input,
  layers,
  model as functional,
  sequential,
  type LayersModel,
  type SymbolicTensor,
} from '@tensorflow/tfjs-layers';
import { refusal, refused } from '@interp/testing/refusal';

beforeAll(async () => {
  await tf.setBackend('wasm');
});

const dense = (options: object = {}) => layers.dense({ units: 3, ...options });

const endings: Readonly<Record<string, () => LayersModel>> = {
  'a fused softmax': () => sequential({ layers: [dense({ inputShape: [4], activation: 'softmax' })] }),
  'a layer': () => sequential({ layers: [dense({ inputShape: [4] }), layers.softmax()] }),
  'a nested model': () =>
    sequential({
      layers: [dense({ inputShape: [4] }), sequential({ layers: [dense({ inputShape: [3], activation: 'softmax' })] })],
    }),
};

test.each(Object.entries(endings))(
  'scores end before the softmax of %s, and the network runs as the model does',
  (_, make) => {
    const model = make();
    const network = networkOf(model);
    const x = tf.ones([2, 4]);
    expect(network.outputs[0].scores).toBe('softmax');
    const [own] = Object.values(network.run(x));
    const scores = network.scores(x);
    const apart = (a: tf.Tensor, b: tf.Tensor): number => tf.max(tf.abs(tf.sub(a, b))).dataSync()[0];
    expect(apart(own, model.predict(x) as tf.Tensor)).toBeLessThan(1e-6);
    expect(apart(tf.softmax(scores), own)).toBeLessThan(1e-6);
    expect(apart(classifier(network).logits(x), scores)).toBeLessThan(1e-6);
  },
);

test('a layer that is not known here is an opaque step: the network runs, and nothing goes back through it', async () => {
  const model = sequential({ layers: [layers.layerNormalization({ inputShape: [3] }), dense()] });
  const network = networkOf(model);
  expect(canWalk(network)).toBe(false);
  expect(network.steps[0].operator.kind).toBe('opaque');
  const x = tf.tensor2d([[1, 2, 4]]);
  const [y] = Object.values(network.run({ [network.inputs[0].name]: x }));
  expect(Array.from(y.dataSync())).toEqual(Array.from((model.predict(x) as tf.Tensor).dataSync()));
  expect(await refusal(() => trace(network, x))).toBe('unsupported-layer');
});

test('several inputs and outputs have names', async () => {
  const [a, b] = [input({ shape: [2], name: 'a' }), input({ shape: [2], name: 'b' })];
  const sum = layers.add({ name: 'sum' }).apply([a, b]) as SymbolicTensor;
  const scores = dense({ name: 'scores', activation: 'softmax' }).apply(sum) as SymbolicTensor;
  const network = networkOf(functional({ inputs: [a, b], outputs: [sum, scores] }));
  expect(network.inputs.map(({ name }) => name)).toEqual(['a', 'b']);
  expect(network.outputs.map(({ name, scores: how }) => [name, how])).toEqual([
    ['sum', 'identity'],
    ['scores', 'softmax'],
  ]);
  const found = network.run({ a: tf.tensor2d([[1, 2]]), b: tf.tensor2d([[3, 4]]) });
  expect(Array.from(found['sum'].dataSync())).toEqual([4, 6]);
  expect(tf.sum(found['scores']).dataSync()[0]).toBeCloseTo(1, 6);
  expect(canWalk(network)).toBe(false);
  expect((await refused(() => network.run({ a: tf.ones([1, 2]) }))).message).toMatch('the input "b" has no batch');
});
