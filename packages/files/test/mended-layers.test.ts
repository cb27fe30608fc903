import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { classifier, networkOf } from '@interp/core';
import { loadModel, saveModel } from '@interp/files/node';
import { refusedNow } from '@interp/testing/refusal';
import { randomBatch, randomise } from '@interp/testing/small-models';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { layers, sequential, type LayersModel } from '@tensorflow/tfjs-layers';

let folder: string;
beforeAll(async () => {
  await tf.setBackend('cpu');
  folder = mkdtempSync(join(tmpdir(), 'interp-mended-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

type LayerOfModel = LayersModel['layers'][number];
const modelOf = (...list: readonly LayerOfModel[]): LayersModel => randomise(sequential({ layers: [...list] }), 5);

/** The file of a model whose first convolution pads as Keras' `causal` does; TensorFlow.js takes `same`, which gives as many places, for writing it. */
const causalFile = async (model: LayersModel): Promise<string> => {
  const file = await saveModel(model, join(folder, 'causal'));
  writeFileSync(file, readFileSync(file, 'utf8').replace('"padding":"same"', '"padding":"causal"'));
  return file;
};

const values = (x: tf.Tensor): number[] => Array.from(x.dataSync());

test.each([{}, { dilationRate: 2 }, { strides: 2 }])(
  'a causal convolution before Flatten, %j, loads and runs as zeros in front and a convolution',
  async (options) => {
    const written = modelOf(
      layers.conv1d({ filters: 3, kernelSize: 3, padding: 'same', activation: 'tanh', inputShape: [7, 2], ...options }),
      layers.flatten(),
      layers.dense({ units: 3 }),
    );
    const weights = written.getWeights();
    const loaded = await loadModel(await causalFile(written));
    const { strides = 1, dilationRate = 1 } = options as { strides?: number; dilationRate?: number };
    const byHand = (x: tf.Tensor): tf.Tensor2D => {
      const padded = tf.pad(x, [[0, 0], [2 * dilationRate, 0], [0, 0]]) as tf.Tensor3D; // prettier-ignore
      const convolved = tf.conv1d(padded, weights[0] as tf.Tensor3D, strides, 'valid', 'NWC', dilationRate);
      const rows = tf.reshape(tf.tanh(tf.add(convolved, weights[1])), [x.shape[0], -1]);
      return tf.add(tf.matMul(rows, weights[2] as tf.Tensor2D), weights[3]);
    };
    const x = randomBatch(loaded, 2, 3);
    const expected = values(byHand(x));
    const net = classifier(loaded);
    const own = classifier(byHand, { inputShape: [7, 2], classes: 3, returns: 'values' });
    for (const found of [loaded.predict(x) as tf.Tensor, net.logits(x), Object.values(networkOf(loaded).run(x))[0]])
      values(found).forEach((value, i) => expect(value).toBeCloseTo(expected[i], 5));
    const start = (): tf.Tensor2D => tf.tensor2d([[1, -2, 0.5], [0.3, 1, 1]]); // prettier-ignore
    const gradient = values(own.gradient(x, start).gradient);
    const taped = classifier((y) => net.logits(y), { inputShape: [7, 2], classes: 3, returns: 'values' });
    for (const way of [net, taped])
      values(way.gradient(x, start).gradient).forEach((value, i) => expect(value).toBeCloseTo(gradient[i], 4));
    const again = await loadModel(await saveModel(loaded, join(folder, 'again')));
    expect(values(again.predict(x) as tf.Tensor)).toEqual(values(loaded.predict(x) as tf.Tensor));
  },
);

test('what TensorFlow.js builds for too few places after a causal convolution is refused, and says what does it right', () => {
  const model = modelOf(
    layers.conv1d({ filters: 3, kernelSize: 3, padding: 'causal', inputShape: [7, 2] }),
    layers.flatten(),
    layers.dense({ units: 3 }),
  );
  expect(refusedNow(() => classifier(model))?.message).toMatch(/to give 5 places.*loadModel/);
});

test('a causal convolution runs before layers that only TensorFlow.js knows', () => {
  const model = modelOf(
    layers.conv1d({ filters: 3, kernelSize: 2, padding: 'causal', inputShape: [5, 2] }),
    layers.lstm({ units: 2, recurrentInitializer: 'glorotUniform' }),
    layers.dense({ units: 2, activation: 'softmax' }),
  );
  const net = classifier(model);
  const x = randomBatch(model, 1, 3);
  const weighted = (y: tf.Tensor): number => {
    const [a, b] = net.logits(y).dataSync();
    return a - b;
  };
  const found = values(net.gradient(x, () => tf.tensor2d([[1, -1]])).gradient);
  found.forEach((slope, i) => {
    const [up, down] = [1e-2, -1e-2].map(
      (step) =>
      weighted(tf.tensor(values(x).map((v, k) => (k === i ? v + step : v)), x.shape)), // prettier-ignore
    );
    expect(slope).toBeCloseTo((up - down) / 2e-2, 3);
  });
});

test.each([-1, 2])('batch normalisation of volumes along axis %i is what its formula says', (axis) => {
  const model = modelOf(
    layers.batchNormalization({ axis, inputShape: [2, 3, 2, 2] }),
    layers.flatten(),
    layers.dense({ units: 2 }),
  );
  const [gamma, beta, kernel, bias, mean, variance] = model.getWeights();
  const x = randomBatch(model, 2, 3);
  const along = (w: tf.Tensor): tf.Tensor => tf.reshape(w, axis === 2 ? [1, 1, 3, 1, 1] : [1, 1, 1, 1, 2]);
  const factor = tf.div(along(gamma), tf.sqrt(tf.add(along(variance), 1e-3)));
  const normalised = tf.add(tf.mul(tf.sub(x, along(mean)), factor), along(beta));
  const expected = tf.add(tf.matMul(tf.reshape<tf.Rank.R2>(normalised, [2, -1]), kernel as tf.Tensor2D), bias);
  const net = classifier(model);
  const taped = classifier((y) => net.logits(y), { inputShape: [2, 3, 2, 2], classes: 2, returns: 'values' });
  values(net.logits(x)).forEach((value, i) => expect(value).toBeCloseTo(values(expected)[i], 4));
  const start = (): tf.Tensor2D => tf.tensor2d([[1, 0.5], [-1, 2]]); // prettier-ignore
  const walked = values(net.gradient(x, start).gradient);
  values(taped.gradient(x, start).gradient).forEach((value, i) => expect(value).toBeCloseTo(walked[i], 4));
});

test('a padded convolution over volumes, its windows apart, begins where Keras begins', async () => {
  const model = sequential({
    layers: [
      layers.conv3d({ filters: 1, kernelSize: 1, strides: 2, padding: 'same', inputShape: [4, 4, 4, 1] }),
      layers.flatten(),
    ],
  });
  model.setWeights([tf.ones([1, 1, 1, 1, 1]), tf.zeros([1])]);
  const loaded = await loadModel(await saveModel(model, join(folder, 'volumes')));
  const x = tf.reshape(tf.range(0, 64), [1, 4, 4, 4, 1]);
  expect(values(loaded.predict(x) as tf.Tensor)).toEqual([0, 2, 8, 10, 32, 34, 40, 42]);
});
