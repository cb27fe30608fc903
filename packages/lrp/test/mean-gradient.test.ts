import { startBackend } from '@interp/backend';
import { classifier, random, type Classifier } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import { input, layers, model as functional, sequential, type LayersModel } from '@tensorflow/tfjs-layers';
import { gaussLegendre } from '../src/gradients/gauss-legendre.js';
import { integratedGradients } from '../src/index.js';

beforeAll(() => startBackend('wasm'));

const shape = [7, 6, 2];
const size = 84;
const conv = (options: object = {}) => layers.conv2d({ filters: 3, kernelSize: 3, ...options });
const end = () => [layers.flatten(), layers.dense({ units: 4, activation: 'relu' }), layers.dense({ units: 3 })];

const branches = (): LayersModel => {
  const x = input({ shape });
  const h = conv().apply(x) as ReturnType<typeof input>;
  const [a, b] = [layers.activation({ activation: 'tanh' }).apply(h), layers.reLU().apply(h)];
  const y = layers.flatten().apply(layers.add().apply([a, b] as ReturnType<typeof input>[]));
  return functional({ inputs: x, outputs: layers.dense({ units: 3 }).apply(y) as ReturnType<typeof input> });
};

const models: Readonly<Record<string, () => LayersModel>> = {
  'a convolution, sigmoid, pooling': () =>
    sequential({
      layers: [conv({ inputShape: shape, activation: 'sigmoid' }), layers.maxPooling2d({ poolSize: 2 }), ...end()],
    }),
  'pooling by overlapping windows, padding, ReLU after it': () =>
    sequential({
      layers: [
        layers.zeroPadding2d({ inputShape: shape, padding: 1 }),
        conv({ padding: 'same' }),
        layers.maxPooling2d({ poolSize: 3, strides: 2, padding: 'same' }),
        layers.reLU(),
        ...end(),
      ],
    }),
  'the same without zeros around': () =>
    sequential({
      layers: [
        conv({ inputShape: shape, padding: 'same' }),
        layers.maxPooling2d({ poolSize: 3, strides: 2, padding: 'same' }),
        layers.reLU(),
        ...end(),
      ],
    }),
  'two convolutions before pooling': () =>
    sequential({
      layers: [
        conv({ inputShape: shape, activation: 'relu' }),
        conv({ activation: 'relu' }),
        layers.maxPooling2d({ poolSize: 2 }),
        ...end(),
      ],
    }),
  'a normalisation': () =>
    sequential({
      layers: [conv({ inputShape: shape }), layers.batchNormalization(), layers.reLU(), ...end()],
    }),
  'nothing affine at the beginning': () =>
    sequential({
      layers: [layers.maxPooling2d({ inputShape: shape, poolSize: 2 }), conv({ kernelSize: 2 }), ...end()],
    }),
  'nothing but affine steps': () =>
    sequential({ layers: [conv({ inputShape: shape }), layers.flatten(), layers.dense({ units: 3 })] }),
  'branches after the beginning': branches,
};

const seeded = (model: LayersModel): LayersModel => {
  const stream = random(3);
  const values = model.weights.map(({ shape: sizes, name }) => {
    const length = (sizes as number[]).reduce((a, b) => a * b, 1);
    const drawn = name.includes('variance') ? stream.uniforms(length, 0.5, 1) : stream.normals(length, 0, 0.4);
    return tf.tensor(drawn, sizes as number[]);
  });
  model.setWeights(values);
  tf.dispose(values);
  return model;
};

/** Every node of the way through the whole model. */
const slow = ({ gradient }: Classifier, x: tf.Tensor, base: number, target: number): Float32Array =>
  tf.tidy(() => {
    const { nodes, weights } = gaussLegendre(20);
    const gradients = nodes.map((alpha, i) => {
      const point = tf.add(base, tf.mul(alpha, tf.sub(x, base)));
      const row = [0, 1, 2].map((k) => (k === target ? 1 : 0));
      const start = () => tf.tensor2d(Array.from({ length: x.shape[0] }, () => row));
      return tf.mul(gradient(point, start).gradient, weights[i]);
    });
    return tf.mul(tf.addN(gradients), tf.sub(x, base)).dataSync<'float32'>();
  });

describe.each(Object.keys(models))('integrated gradients of %s', (name) => {
  test.each([-1, 0.25])('from a baseline of %f: what every node of the way gives by the whole model', (baseline) => {
    const c = classifier(seeded(models[name]()));
    const x = tf.tensor(random(8).uniforms(3 * size, -1, 1), [3, ...shape]);
    const expected = slow(c, x, baseline, 1);
    const before = tf.memory().numTensors;
    const { relevance } = integratedGradients(c, x, { baseline, nodes: 20, target: 1 });
    const alone = integratedGradients(c, x, { baseline, nodes: 20, target: 1, batchSize: 20 });
    const found = relevance.dataSync<'float32'>();
    const top = expected.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
    found.forEach((value, i) => expect(Math.abs(value - expected[i])).toBeLessThan(2e-5 * top));
    alone.relevance.dataSync().forEach((value, i) => expect(Math.abs(value - found[i])).toBeLessThan(2e-5 * top));
    tf.dispose([relevance, alone.relevance]);
    expect(tf.memory().numTensors).toBe(before);
    x.dispose();
    c.network!.model!.dispose();
  });
});
