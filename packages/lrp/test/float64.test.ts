import { startBackend } from '@interp/backend';
import { backward, classifier, networkOf, random, trace } from '@interp/core';
import { scoreStart } from '@interp/targets';
import * as tf from '@tensorflow/tfjs-core';
import { layers, sequential, type LayersModel } from '@tensorflow/tfjs-layers';
import { decidedGradient } from '../src/exact/decided-gradient.js';
import { exactValues } from '../src/exact/exact-values.js';
import { float64Steps } from '../src/exact/float64-steps.js';
import type { Step } from '../src/exact/step.js';

beforeAll(() => startBackend('wasm'));

type Gradient = (run: ReturnType<typeof trace>, seeds: tf.Tensor) => tf.Tensor;

const stepsOf = (model: LayersModel): readonly Step[] | undefined =>
  float64Steps(networkOf(model), model.inputs[0].shape.slice(1) as number[]);

/** Fills a model's weights with seeded numbers. */
const seeded = (model: LayersModel, seed: number): LayersModel => {
  const stream = random(seed);
  tf.tidy(() =>
    model.setWeights(
      model.weights.map(({ shape }) => {
        const sizes = shape as number[];
        return tf.tensor(
          stream.normals(
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

test.each(models)('$name: logits in double precision are those of the model', ({ make }) => {
  const model = seeded(make(), 5);
  const x = tf.tensor(random(6).uniforms(144, -1, 1), [1, 9, 8, 2]);
  const logits = classifier(model).logits(x);
  const found = stepsOf(model)!.reduce<Float64Array>((y, step) => step.forward(y), Float64Array.from(x.dataSync()));
  logits.dataSync().forEach((value, i) => expect(found[i]).toBeCloseTo(value, 4));
  tf.dispose([x, logits]);
  model.dispose();
});

test.each(models)('$name: single values are those of all steps run one after the other', ({ make }) => {
  const model = seeded(make(), 5);
  const steps = stepsOf(model)!;
  const x = Float64Array.from(random(6).uniforms(144, -1, 1));
  const valueOf = exactValues(steps, x);
  let input: Float64Array = x;
  steps.forEach((step, i) => {
    expect(Array.from(input, (_, place) => valueOf(i, place))).toEqual([...input]);
    input = step.forward(input);
  });
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
  const stream = random(1);
  const rows = Array.from({ length: 64 }, () => {
    const row = Float32Array.from([
      1,
      stream.uniform(1e-9, 9e-8),
      stream.uniform(0.2, 0.9),
      0,
      0,
      stream.uniform(-1e-7, 1e-7),
    ]);
    row[3] = -row[2];
    row[4] = -row[0];
    return row;
  });
  const sides = rows.map((row) => row.reduce((sum, value) => sum + value, 0) > 0);
  const x = tf.tensor2d(rows.map((row) => [...row]));
  const steps = stepsOf(model)!;
  const pulledBack: Gradient = (run, seeds) =>
    backward(run, seeds, () => (layer, _input, arriving) => layer.vjp(arriving));
  /** Whether the first unit passes the gradient on, as the last value of the input tells. */
  const open = (gradientOf: Gradient): boolean[] =>
    tf.tidy(() => {
      const run = trace(model, x);
      const gradient = gradientOf(run, scoreStart({ target: 0 })(run.output as tf.Tensor2D));
      return (gradient.arraySync() as number[][]).map((row) => row[5] > 0);
    });
  const before = tf.memory().numTensors;
  expect(open(pulledBack)).not.toEqual(sides);
  expect(open((run, seeds) => decidedGradient(run, seeds, steps, (i) => Float64Array.from(rows[i])))).toEqual(sides);
  expect(tf.memory().numTensors).toBe(before);
  tf.dispose([x, weights]);
  model.dispose();
});

test('two cells of a window that float32 takes for each other are decided in double precision', () => {
  // Channels of the convolution: its two pixels are the sums of three values each, within rounding of one another.
  const model = sequential({
    layers: [
      layers.conv2d({ inputShape: [1, 6, 1], filters: 1, kernelSize: [1, 3], strides: [1, 3], useBias: false }),
      layers.maxPooling2d({ poolSize: [1, 2] }),
      layers.flatten(),
      layers.dense({ units: 1, useBias: false }),
    ],
  });
  const weights = [tf.ones([1, 3, 1, 1]), tf.ones([1, 1])];
  model.setWeights(weights);
  const stream = random(2);
  const rows = Array.from({ length: 64 }, () =>
    Float32Array.from([1, 0.3, stream.uniform(0, 2e-7), 0.3, stream.uniform(0, 2e-7), 1]),
  );
  const sum = (row: Float32Array, from: number): number => row[from] + row[from + 1] + row[from + 2];
  const x = tf.tensor(
    rows.flatMap((row) => [...row]),
    [64, 1, 6, 1],
  );
  tf.tidy(() => {
    const run = trace(model, x);
    const gradient = decidedGradient(run, tf.ones([64, 1]), stepsOf(model)!, (i) => Float64Array.from(rows[i]));
    const values = (run.layers[0].output.arraySync() as number[][][][]).map(([[[a], [b]]]) => a - b);
    (tf.reshape(gradient, [64, 6]).arraySync() as number[][]).forEach((row, i) => {
      // What float32 holds to be equal is left to the first.
      const isFirst = values[i] === 0 || sum(rows[i], 0) >= sum(rows[i], 3);
      expect(row).toEqual(isFirst ? [1, 1, 1, 0, 0, 0] : [0, 0, 0, 1, 1, 1]);
    });
  });
  tf.dispose([x, weights]);
  model.dispose();
});

test('models of other layers are not known in double precision', () => {
  const dilated = sequential({
    layers: [
      layers.conv2d({ inputShape: [5, 5, 1], filters: 2, kernelSize: 2, dilationRate: 2, activation: 'relu' }),
      layers.flatten(),
      layers.dense({ units: 2 }),
    ],
  });
  const channelsFirst = sequential({
    layers: [
      layers.maxPooling2d({ inputShape: [1, 4, 4], poolSize: 2, dataFormat: 'channelsFirst' }),
      layers.flatten(),
    ],
  });
  for (const model of [dilated, channelsFirst]) {
    expect(stepsOf(model)).toBeUndefined();
    model.dispose();
  }
});
