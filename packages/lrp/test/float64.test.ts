import { useBackend } from '@interp/backend';
import { classifier, random, scoreStart } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import { layers, sequential, type LayersModel } from '@tensorflow/tfjs-layers';
import { decidedKinks } from '../src/float64/decided-kinks.js';
import { network } from '../src/float64/network.js';

beforeAll(() => useBackend('wasm'));

/** Fills a model's weights with seeded numbers. */
const seeded = (model: LayersModel, seed: number): LayersModel => {
  const numbers = random(seed);
  tf.tidy(() =>
    model.setWeights(
      model.weights.map(({ shape }) => {
        const sizes = shape as number[];
        return tf.tensor(
          numbers.normals(
            sizes.reduce((a, b) => a * b, 1),
            0,
            0.5,
          ),
          sizes,
        );
      }),
    ),
  );
  return model;
};

const models: readonly { name: string; make: () => LayersModel }[] = [
  {
    name: 'convolutions, pooling, a softmax at the end',
    make: () =>
      sequential({
        layers: [
          layers.conv2d({ inputShape: [9, 8, 2], filters: 3, kernelSize: [3, 2], activation: 'relu' }),
          layers.maxPooling2d({ poolSize: 2 }),
          layers.conv2d({ filters: 4, kernelSize: 2, useBias: false }),
          layers.reLU(),
          layers.flatten(),
          layers.dense({ units: 5, activation: 'relu' }),
          layers.dropout({ rate: 0.5 }),
          layers.dense({ units: 3, activation: 'softmax' }),
        ],
      }),
  },
  {
    name: 'padding and strides',
    make: () =>
      sequential({
        layers: [
          layers.conv2d({ inputShape: [9, 8, 2], filters: 3, kernelSize: 3, strides: 2, padding: 'same' }),
          layers.activation({ activation: 'relu' }),
          layers.maxPooling2d({ poolSize: 3, strides: 2, padding: 'same' }),
          layers.flatten(),
          layers.dense({ units: 3 }),
        ],
      }),
  },
];

test.each(models)('$name: logits and gradient in double precision are those of the model', ({ make }) => {
  const model = seeded(make(), 5);
  const x = tf.tensor(random(6).uniforms(144, -1, 1), [1, 9, 8, 2]);
  const { logits, gradient } = classifier(model).gradient(x, scoreStart({ target: 1 }));
  const steps = network(model)!;
  const found = steps.reduce<Float64Array>((y, step) => step.forward(y), Float64Array.from(x.dataSync()));
  const slope = steps.reduceRight<Float64Array>((dy, step) => step.backward(dy), Float64Array.from([0, 1, 0]));
  logits.dataSync().forEach((value, i) => expect(found[i]).toBeCloseTo(value, 4));
  gradient.dataSync().forEach((value, i) => expect(slope[i]).toBeCloseTo(value, 4));
  tf.dispose([x, logits, gradient]);
  model.dispose();
});

test('a kink on whose side float32 errs is decided in double precision', () => {
  const model = sequential({
    layers: [
      layers.dense({ inputShape: [6], units: 2, activation: 'relu', useBias: false }),
      layers.dense({ units: 2, useBias: false }),
    ],
  });
  // The first unit sums everything, and stays within rounding of 0; the second sees the first value alone.
  const weights = [tf.tensor2d([[1, 1], [1, 0], [1, 0], [1, 0], [1, 0], [1, 0]]), tf.tensor2d([[1, 0], [1, 0]])]; // prettier-ignore
  model.setWeights(weights);
  const numbers = random(1);
  const rows = Array.from({ length: 64 }, () => {
    const row = Float32Array.from([
      1,
      numbers.uniform(1e-9, 9e-8),
      numbers.uniform(0.2, 0.9),
      0,
      0,
      numbers.uniform(-1e-7, 1e-7),
    ]);
    row[3] = -row[2];
    row[4] = -row[0];
    return row;
  });
  const sides = rows.map((row) => row.reduce((sum, value) => sum + value, 0) > 0);
  const x = tf.tensor2d(rows.map((row) => [...row]));
  const c = classifier(model);
  /** Whether the first unit passes the gradient on, as the last value of the input tells. */
  const open = (gradientOf: typeof c.gradient): boolean[] => {
    const { logits, gradient } = gradientOf(x, scoreStart({ target: 0 }));
    const last = (gradient.arraySync() as number[][]).map((row) => row[5] > 0);
    tf.dispose([logits, gradient]);
    return last;
  };
  const before = tf.memory().numTensors;
  expect(open(c.gradient)).not.toEqual(sides);
  expect(open(decidedKinks(c))).toEqual(sides);
  expect(tf.memory().numTensors).toBe(before);
  tf.dispose([x, weights]);
  model.dispose();
});

test('of other models the gradient is the classifier’s own', () => {
  const smooth = sequential({ layers: [layers.dense({ inputShape: [3], units: 2, activation: 'tanh' })] });
  const dilated = sequential({
    layers: [
      layers.conv2d({ inputShape: [5, 5, 1], filters: 2, kernelSize: 2, dilationRate: 2, activation: 'relu' }),
      layers.flatten(),
      layers.dense({ units: 2 }),
    ],
  });
  for (const model of [smooth, dilated]) {
    const c = classifier(model);
    expect(decidedKinks(c)).toBe(c.gradient);
    model.dispose();
  }
});
