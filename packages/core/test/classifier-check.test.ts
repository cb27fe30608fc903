import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import {
  input,
  layers,
  model as functional,
  sequential,
  type LayersModel,
  type SymbolicTensor,
} from '@tensorflow/tfjs-layers';
import { classifier } from '@interp/core';
import { refused } from '@interp/testing/refusal';
import { randomBatch, randomise } from '@interp/testing/small-models';

beforeAll(async () => {
  await tf.setBackend('cpu');
  Object.assign(tf.backend(), { firstUse: false });
});

const small = (): LayersModel =>
  randomise(
    sequential({
      layers: [
        layers.conv2d({ inputShape: [5, 5, 2], filters: 3, kernelSize: 2, activation: 'relu', name: 'first' }),
        layers.batchNormalization({ name: 'scaled' }),
        layers.flatten({ name: 'flat' }),
        layers.dense({ units: 4, activation: 'softmax', name: 'last' }),
      ],
    }),
    2,
  );

test.each(['first', 'flat', 'last'])('a layer that computes something else is named: %s', async (name) => {
  const model = small();
  const layer = model.getLayer(name);
  const { call } = layer;
  layer.call = (inputs, kwargs) => tf.tidy(() => tf.mul(call.call(layer, inputs, kwargs) as tf.Tensor, 1.01));
  const { code, message } = await refused(() => classifier(model));
  expect([code, message]).toEqual(['unsupported-layer', expect.stringContaining(`the layer "${name}"`)]);
  expect(classifier(model, { check: false }).classes).toBe(4);
  Reflect.deleteProperty(layer, 'call');
  expect(classifier(model).classes).toBe(4);
});

test('values that are not finite are said, with the layer', async () => {
  const model = small();
  const [kernel] = model.getLayer('last').weights;
  kernel.write(tf.fill(kernel.shape as number[], NaN));
  const { code, message } = await refused(() => classifier(model));
  expect([code, message]).toEqual(['not-finite', expect.stringContaining('the layer "last"')]);
  expect(classifier(model, { check: false }).classes).toBe(4);
});

test('a model whose steps cannot run is refused as one', async () => {
  const model = sequential({ layers: [layers.reshape({ targetShape: [-1, -1], inputShape: [5] })] });
  expect((await refused(() => classifier(model))).code).toBe('unsupported-model');
});

test('a model is run once, however many classifiers are made of it, and nothing is left', () => {
  const model = small();
  const { predict } = model;
  let runs = 0;
  model.predict = (x) => {
    runs++;
    return predict.call(model, x);
  };
  const before = tf.memory().numTensors;
  classifier(model);
  classifier(model, { bounds: [0, 1] });
  expect(runs).toBe(1);
  expect(tf.memory().numTensors).toBe(before);
});

test.each([-3, -2, -1, 1, 2, 3])('concatenation along axis %d is what model.predict gives', (axis) => {
  const x = input({ shape: [3, 3, 2] });
  const y = layers.rescaling({ scale: 10, offset: 1 }).apply(x) as SymbolicTensor;
  const both = layers.concatenate({ axis }).apply([x, y]) as SymbolicTensor;
  const net = randomise(
    functional({
      inputs: x,
      outputs: layers.dense({ units: 2 }).apply(layers.flatten().apply(both)) as SymbolicTensor,
    }),
    3,
  );
  const images = randomBatch(net, 2, 1);
  const c = classifier(net);
  const logits = c.logits(images).arraySync();
  const expected = (net.predict(images) as tf.Tensor).arraySync() as number[][];
  logits.forEach((row, i) => row.forEach((value, k) => expect(value).toBeCloseTo(expected[i][k], 4)));
  const start = tf.ones<tf.Rank.R2>([2, 2]);
  const byTape = tf.grad((v: tf.Tensor) => tf.sum(net.apply(v) as tf.Tensor))(images);
  const found = c.gradient(images, () => tf.clone(start)).gradient;
  expect(tf.max(tf.abs(tf.sub(found, byTape))).dataSync()[0]).toBeLessThan(1e-5);
});
