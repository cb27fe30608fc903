import { classifier, random, type Classifier } from '@interp/core';
import { randomForImage } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import {
  input,
  layers,
  model as modelOf,
  sequential,
  type Sequential,
  type SymbolicTensor,
} from '@tensorflow/tfjs-layers';
import {
  gradCam,
  gradient,
  gradientTimesInput,
  integratedGradients,
  occlusion,
  sensitivity,
  smoothGrad,
  type Attribution,
  type GradientOptions,
} from '../src/index.js';
import {
  batchOf,
  classes,
  shape,
  size,
  slowClass,
  slowClassifier,
  slowGradient,
  slowImages,
  slowScore,
} from './slow-classifier.js';
import { refusal } from '@interp/testing/refusal';

beforeAll(async () => {
  await tf.setBackend('cpu');
  Object.assign(tf.backend(), { firstUse: false });
});

type Method = (c: Classifier, x: tf.Tensor, options?: GradientOptions) => Attribution;
type Slow = (f: (x: ArrayLike<number>) => number, x: Float32Array) => number[];

const images = slowImages(5);

/** The noise of SmoothGrad for an image. */
const noiseOf = (image: ArrayLike<number>): Float32Array =>
  randomForImage(4, Float32Array.from(image)).normals(3 * size, 0, 0.2);
const noisy: Method = (c, x, options) => smoothGrad(c, x, { samples: 3, noise: 0.1, seed: 4, ...options });

const slowIntegral: Slow = (f, x) => {
  const sum = new Float64Array(size);
  for (let k = 0; k < 60; k++) {
    const alpha = (k + 0.5) / 60;
    const gradient = slowGradient(
      f,
      Array.from(x, (value) => -1 + alpha * (value + 1)),
    );
    gradient.forEach((value, i) => (sum[i] += value / 60));
  }
  return Array.from(sum, (value, i) => value * (x[i] + 1));
};

/** Occlusion by windows of 2 × 2 that move by 1, row by row. */
const slowOcclusion: Slow = (f, x) => {
  const [height, width, channels] = shape;
  const [sum, count] = [new Float64Array(size), new Float64Array(size)];
  for (let top = 0; top <= height - 2; top++)
    for (let left = 0; left <= width - 2; left++) {
      const places: number[] = [];
      for (let row = top; row < top + 2; row++)
        for (let column = left; column < left + 2; column++)
          for (let channel = 0; channel < channels; channel++) places.push((row * width + column) * channels + channel);
      const covered = Float64Array.from(x);
      for (const place of places) covered[place] = -1;
      for (const place of places) {
        sum[place] += f(x) - f(covered);
        count[place] += 1;
      }
    }
  return Array.from(sum, (value, i) => value / count[i]);
};

const methods: readonly { name: string; method: Method; slow: Slow; standard?: 'probability' }[] = [
  { name: 'gradient', method: gradient, slow: slowGradient },
  { name: 'gradient × input', method: gradientTimesInput, slow: (f, x) => slowGradient(f, x).map((g, i) => g * x[i]) },
  {
    name: 'sensitivity',
    method: sensitivity,
    slow: (f, x) => slowGradient(f, x).map((g) => g * g),
    standard: 'probability',
  },
  { name: 'integrated gradients', method: integratedGradients, slow: slowIntegral },
  {
    name: 'occlusion',
    method: (c, x, options) => occlusion(c, x, { window: 2, stride: 1, ...options }),
    slow: slowOcclusion,
  },
  {
    name: 'smooth grad',
    method: noisy,
    slow: (f, x) => {
      const noise = noiseOf(x);
      const gradients = [0, 1, 2].map((k) =>
        slowGradient(
          f,
          x.map((value, i) => value + noise[k * size + i]),
        ),
      );
      return gradients[0].map((_, i) => (gradients[0][i] + gradients[1][i] + gradients[2][i]) / 3);
    },
  },
];

describe.each(methods)('$name', ({ method, slow, standard = 'logit' as const }) => {
  const expectMaps = (found: Attribution, scoreOf: (x: ArrayLike<number>, image: number) => number): void => {
    const values = found.relevance.dataSync();
    images.forEach((image, n) => {
      const expected = slow((x) => scoreOf(x, n), image);
      const top = Math.max(...expected.map(Math.abs));
      expected.forEach((value, i) => expect(Math.abs(values[n * size + i] - value) / top).toBeLessThan(2e-4));
      expect(found.scores[n]).toBeCloseTo(scoreOf(image, n), 4);
      expect(found.totals[n]).toBeCloseTo(
        Array.from(values.slice(n * size, (n + 1) * size)).reduce((a, b) => a + b, 0),
        4,
      );
    });
    expect(found.relevance.shape).toEqual([5, ...shape]);
    found.relevance.dispose();
  };

  test('its default is that of the predicted class', () => {
    const x = batchOf(images);
    const before = tf.memory().numTensors;
    const found = method(slowClassifier(), x);
    expect(Array.from(found.targets)).toEqual(images.map(slowClass));
    expectMaps(found, (image, n) => slowScore[standard](image, slowClass(images[n])));
    expect(tf.memory().numTensors).toBe(before);
    x.dispose();
  });

  test.each(['logit', 'probability', 'log-probability', 'one'] as const)(
    '%s of a class each, against another',
    (score) => {
      const target = [0, 1, 0, 0, 1];
      const x = batchOf(images);
      const found = method(slowClassifier(), x, { target, versus: 2, score, batchSize: 2 });
      if (score === 'one') found.relevance.dispose();
      else expectMaps(found, (image, n) => slowScore[score](image, target[n]) - slowScore[score](image, 2));
      expect(Array.from(found.targets)).toEqual(target);
      x.dispose();
    },
  );

  test('a map does not depend on the batch that its image came in', () => {
    const [alone, all] = [batchOf([images[3]]), batchOf(images)];
    const [one, five] = [method(slowClassifier(), alone), method(slowClassifier(), all, { batchSize: 3 })];
    const map = one.relevance.dataSync();
    const same = five.relevance.dataSync().slice(3 * size, 4 * size);
    map.forEach((value, i) => expect(value).toBeCloseTo(same[i], 5));
    tf.dispose([alone, all, one.relevance, five.relevance]);
  });

  test('bad input, each with its code, leaves nothing behind', async () => {
    const c = slowClassifier();
    const good = tf.zeros([2, ...shape]);
    const cases: [string, tf.Tensor, GradientOptions?][] = [
      ['bad-shape', tf.zeros([0, ...shape])],
      ['bad-shape', tf.zeros(shape)],
      ['bad-shape', tf.zeros([1, 4, 3, 2])],
      ['bad-value', tf.fill([1, ...shape], NaN)],
      ['bad-value', tf.fill([1, ...shape], -Infinity)],
      ['bad-class', good, { target: classes }],
      ['bad-class', good, { target: -1 }],
      ['bad-class', good, { target: [0, 0.5] }],
      ['bad-class', good, { versus: 9 }],
      ['bad-shape', good, { target: [0] }],
      ['bad-shape', good, { target: [0, 1, 2], batchSize: 1 }],
      ['bad-option', good, { score: 'loss' as never }],
      ['bad-option', good, { batchSize: 0 }],
    ];
    const before = tf.memory().numTensors;
    for (const [code, x, options] of cases) expect(await refusal(() => method(c, x, options))).toBe(code);
    expect(tf.memory().numTensors).toBe(before);
    tf.dispose(cases.map(([, x]) => x));
  });
});

test('integrated gradients are complete, also from an image, and 0 where the baseline is the image', async () => {
  const x = batchOf(images);
  const c = slowClassifier();
  const whole = integratedGradients(c, x, { nodes: 20, score: 'probability' });
  whole.completenessError.forEach((error, n) => {
    const k = slowClass(images[n]);
    const black = new Float64Array(size).fill(-1);
    expect(Math.abs(error)).toBeLessThan(1e-4);
    expect(whole.totals[n]).toBeCloseTo(slowScore.probability(images[n], k) - slowScore.probability(black, k), 4);
  });
  const baseline = batchOf([images[0]]);
  const none = integratedGradients(c, baseline, { baseline });
  expect(Math.max(...none.relevance.dataSync().map(Math.abs))).toBe(0);
  expect(await refusal(() => integratedGradients(c, x, { baseline: tf.zeros([1, 3]) }))).toBe('bad-shape');
  for (const options of [{ nodes: 0 }, { nodes: 1.5 }, { baseline: NaN }])
    expect(await refusal(() => integratedGradients(c, x, options))).toBe('bad-option');
  tf.dispose([x, baseline, whole.relevance, none.relevance]);
});

test('occlusion covers every pixel, cut windows at the border and windows larger than the image included', async () => {
  const x = batchOf(images);
  for (const [window, stride] of [
    [2, 2],
    [3, 2],
    [9, 9],
    [1, 1],
  ]) // prettier-ignore
  {
    const { relevance } = occlusion(slowClassifier(), x, { window, stride });
    expect(relevance.dataSync().every(Number.isFinite)).toBe(true);
    relevance.dispose();
  }
  for (const options of [{ window: 0 }, { stride: 0 }, { window: 2, stride: 3 }, { value: NaN }])
    expect(await refusal(() => occlusion(slowClassifier(), x, options))).toBe('bad-option');
  x.dispose();
});

test('smooth grad: the same seed the same map, no noise the gradient', async () => {
  const x = batchOf(images);
  const c = slowClassifier();
  const map = (options: object): number[] => {
    const { relevance } = smoothGrad(c, x, { samples: 4, ...options });
    const values = Array.from(relevance.dataSync());
    relevance.dispose();
    return values;
  };
  expect(map({ seed: 2 })).toEqual(map({ seed: 2 }));
  expect(map({ seed: 2 })).not.toEqual(map({ seed: 3 }));
  const size = x.size / x.shape[0];
  const first = tf.slice(x, 0, 1);
  const alone = smoothGrad(c, first, { samples: 4, seed: 2 }).relevance;
  const whole = map({ seed: 2 });
  alone.dataSync().forEach((value, i) => expect(value).toBeCloseTo(whole[i], 5));
  const twice = tf.concat([first, tf.add(first, 1e-6)]);
  const pair = smoothGrad(c, twice, { samples: 1, seed: 2 }).relevance;
  const [one, other] = [pair.dataSync().slice(0, size), pair.dataSync().slice(size)];
  expect(one.some((value, i) => Math.abs(value - other[i]) > 1e-6)).toBe(true);
  tf.dispose([first, alone, twice, pair]);
  const { relevance } = gradient(c, x);
  const plain = relevance.dataSync();
  map({ noise: 0 }).forEach((value, i) => expect(value).toBeCloseTo(plain[i], 5));
  for (const options of [{ samples: 0 }, { samples: 1e9 }, { noise: -1 }, { seed: 0.5 }])
    expect(await refusal(() => smoothGrad(c, x, options))).toBe('bad-option');
  tf.dispose([x, relevance]);
});

describe('Grad-CAM', () => {
  let model: Sequential;
  let c: Classifier;
  let x: tf.Tensor;
  beforeAll(() => {
    model = sequential({
      layers: [
        layers.conv2d({ name: 'one', inputShape: [6, 6, 1], filters: 3, kernelSize: 3, activation: 'tanh' }),
        layers.conv2d({ name: 'two', filters: 2, kernelSize: 2, activation: 'sigmoid' }),
        layers.flatten({ name: 'flat' }),
        layers.dense({ name: 'top', units: 3 }),
      ],
    });
    c = classifier(model);
    x = tf.tensor(random(1).uniforms(72, -1, 1), [2, 6, 6, 1]);
  });
  afterAll(() => {
    x.dispose();
    model.dispose();
  });

  test('is Σ_k A_k mean ∂f/∂A_k of the layer', () => {
    const [, two, flat, top] = model.layers;
    const expected = tf.tidy(() => {
      const maps = two.apply(model.layers[0].apply(x)) as tf.Tensor4D;
      const score = (a: tf.Tensor): tf.Tensor =>
        tf.sum(tf.slice(top.apply(flat.apply(a)) as tf.Tensor2D, [0, 1], [2, 1]));
      const gradients = tf.grad(score)(maps);
      return tf.sum(tf.mul(maps, tf.mean(gradients, [1, 2], true)), 3, true).dataSync();
    });
    const before = tf.memory().numTensors;
    const coarse = gradCam(c, x, { target: 1, positiveOnly: false, upsampled: false });
    expect(coarse.relevance.shape).toEqual([2, 3, 3, 1]);
    coarse.relevance.dataSync().forEach((value, i) => expect(value).toBeCloseTo(expected[i], 5));
    const fine = gradCam(c, x, { target: 1, layer: 'two' });
    expect(fine.relevance.shape).toEqual([2, 6, 6, 1]);
    expect(Math.min(...fine.relevance.dataSync())).toBeGreaterThanOrEqual(0);
    tf.dispose([coarse.relevance, fine.relevance]);
    expect(tf.memory().numTensors).toBe(before);
  });

  test('takes the last convolution that the score depends on, which of several branches need not be the last of all', () => {
    const images6 = input({ shape: [6, 6, 1] });
    const branch = (name: string): SymbolicTensor => {
      const maps = layers.conv2d({ name, filters: 2, kernelSize: 3, activation: 'tanh' }).apply(images6);
      return layers.dense({ units: 2 }).apply(layers.flatten().apply(maps)) as SymbolicTensor;
    };
    const outputs = layers.concatenate().apply([branch('left'), branch('right')]) as SymbolicTensor;
    const branching = modelOf({ inputs: images6, outputs });
    const net = classifier(branching);
    const mapOf = (target: number, layer?: string): Float32Array =>
      tf.tidy(() => gradCam(net, x, { target, layer, positiveOnly: false }).relevance.dataSync<'float32'>());
    expect(mapOf(1)).toEqual(mapOf(1, 'left'));
    expect(mapOf(2)).toEqual(mapOf(2, 'right'));
    expect(mapOf(1).some((value) => value !== 0)).toBe(true);
    expect(mapOf(1, 'right').every((value) => value === 0)).toBe(true);
    branching.dispose();
  });

  test.each([
    ['bad-option', { layer: 'three' }],
    ['bad-option', { layer: 'top' }],
    ['bad-class', { target: 3 }],
  ])('%s for %j', async (code, options) => {
    const before = tf.memory().numTensors;
    expect(await refusal(() => gradCam(c, x, options))).toBe(code);
    expect(tf.memory().numTensors).toBe(before);
  });

  test('needs a model with layers', async () => {
    const images5 = batchOf(images);
    expect(await refusal(() => gradCam(slowClassifier(), images5))).toBe('unsupported-model');
    images5.dispose();
  });

  test('needs images, unless its map keeps the size of the layer', async () => {
    const sequence = classifier(
      sequential({
        layers: [
          layers.reshape({ inputShape: [16], targetShape: [4, 4, 1] }),
          layers.conv2d({ filters: 2, kernelSize: 2, name: 'only' }),
          layers.flatten(),
          layers.dense({ units: 3 }),
        ],
      }),
    );
    const values = tf.ones([2, 16]);
    expect(await refusal(() => gradCam(sequence, values))).toBe('unsupported-model');
    const map = gradCam(sequence, values, { upsampled: false });
    expect(map.relevance.shape).toEqual([2, 3, 3, 1]);
    tf.dispose([values, map.relevance]);
  });
});
