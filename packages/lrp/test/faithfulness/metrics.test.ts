import { classifier, random, type Classifier } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { layers, sequential, type Sequential } from '@tensorflow/tfjs-layers';
import {
  aopc,
  complexity,
  gradient,
  gradientTimesInput,
  parameterRandomisation,
  pixelFlipping,
  regionPerturbation,
  sensitivityN,
  sparseness,
  strokeCoverage,
  type RegionPerturbationOptions,
  type SensitivityNOptions,
} from '../../src/index.js';
import { batchOf, shape, size, slowClass, slowClassifier, slowImages, slowScore } from '../slow-classifier.js';
import { refusal } from '@interp/testing/refusal';

beforeAll(async () => {
  await tf.setBackend('cpu');
  Object.assign(tf.backend(), { firstUse: false });
});

const images = slowImages(3);
const maps = random(9).uniforms(3 * size, -1, 1);
const mapOf = (n: number): Float32Array => maps.subarray(n * size, (n + 1) * size);
const [height, width, channels] = shape;

/** Flat places of the regions of the given side, row by row. */
const regionsOf = (side: number): number[][] => {
  const found: number[][] = [];
  for (let top = 0; top < height; top += side)
    for (let left = 0; left < width; left += side) {
      const places: number[] = [];
      for (let row = top; row < Math.min(height, top + side); row++)
        for (let column = left; column < Math.min(width, left + side); column++)
          for (let channel = 0; channel < channels; channel++) places.push((row * width + column) * channels + channel);
      found.push(places);
    }
  return found;
};

const slowCurve = (n: number, side: number, sign: number, step: number, value: number): number[] => {
  const regions = regionsOf(side);
  const weight = (places: number[]): number => places.reduce((sum, place) => sum + mapOf(n)[place], 0);
  regions.sort((a, b) => sign * (weight(b) - weight(a)));
  const x = Float64Array.from(images[n]);
  const c = slowClass(x);
  const curve = [slowScore.probability(x, c)];
  for (let at = 0; at < regions.length; at += step) {
    for (const place of regions.slice(at, at + step).flat()) x[place] = value;
    curve.push(slowScore.probability(x, c));
  }
  return curve;
};

describe('region perturbation and pixel flipping', () => {
  test.each([
    { region: 1, step: 1, value: -1, order: 'most-relevant-first' },
    { region: 1, step: 5, value: 0.5, order: 'least-relevant-first' },
    { region: 2, step: 1, value: -1, order: 'most-relevant-first' },
    { region: 2, step: 3, value: 0, order: 'least-relevant-first' },
  ] as const)('%j: the curves are those of the procedure', (options) => {
    const [batch, relevance] = [batchOf(images), tf.tensor(maps, [3, ...shape])];
    const before = tf.memory().numTensors;
    const found = regionPerturbation(slowClassifier(), batch, relevance, { ...options, batchSize: 4 });
    expect(tf.memory().numTensors).toBe(before);
    const sign = options.order === 'most-relevant-first' ? 1 : -1;
    found.curves.forEach((curve, n) => {
      const expected = slowCurve(n, options.region, sign, options.step, options.value);
      expect(curve).toHaveLength(expected.length);
      expected.forEach((value, k) => expect(curve[k]).toBeCloseTo(value, 5));
      const area = expected.reduce((sum, value) => sum + expected[0] - value, 0) / expected.length;
      expect(found.areas[n]).toBeCloseTo(area, 5);
    });
    tf.dispose([batch, relevance]);
  });

  test('pixels of the same relevance go row by row, and steps that change nothing repeat the score', () => {
    const c = classifier((y) => tf.matMul(y, tf.tensor2d([[1, 0], [3, 0], [5, 0], [7, 1]])), { inputShape: [4], classes: 2 }); // prettier-ignore
    const [y, relevance] = [tf.tensor2d([[1, -1, 1, 1]]), tf.tensor2d([[2, 2, 9, 2]])];
    const { curves, targets } = pixelFlipping(c, y, relevance, { score: 'logit', steps: 3 });
    expect(Array.from(curves[0])).toEqual([10, 0, -2, -2]);
    expect(Array.from(targets)).toEqual([0]);
    tf.dispose([y, relevance]);
  });

  test('random orders to compare with come from the seed', () => {
    const [batch, relevance] = [batchOf(images), tf.tensor(maps, [3, ...shape])];
    const run = (options: RegionPerturbationOptions): number[][] =>
      pixelFlipping(slowClassifier(), batch, relevance, { randomOrders: 2, ...options }).randomCurves.map((curve) => [
        ...curve,
      ]);
    expect(run({ seed: 1 })).toEqual(run({ seed: 1 }));
    expect(run({ seed: 1 })).not.toEqual(run({ seed: 2 }));
    const { randomCurves, randomAreas, curves } = pixelFlipping(slowClassifier(), batch, relevance, {
      order: 'random',
    });
    expect([randomCurves.length, randomAreas.length]).toEqual([0, 0]);
    const ends = pixelFlipping(slowClassifier(), batch, relevance).curves;
    curves.forEach((curve, n) => expect(curve.at(-1)).toBeCloseTo(ends[n].at(-1)!, 6));
    tf.dispose([batch, relevance]);
  });

  test('bad input, each with its code', async () => {
    const [batch, relevance] = [batchOf(images), tf.tensor(maps, [3, ...shape])];
    const cases: [string, tf.Tensor, RegionPerturbationOptions?][] = [
      ['bad-shape', tf.zeros([2, ...shape])],
      ['bad-value', tf.fill([3, ...shape], NaN)],
      ['bad-class', relevance, { target: 7 }],
      ['bad-shape', relevance, { target: [1, 2] }],
      ['bad-option', relevance, { region: 0 }],
      ['bad-option', relevance, { step: 1.5 }],
      ['bad-option', relevance, { steps: 7 }],
      ['bad-option', relevance, { value: Infinity }],
      ['bad-option', relevance, { randomOrders: -1 }],
      ['bad-option', relevance, { order: 'first' as never }],
      ['bad-option', relevance, { score: 'loss' as never }],
      ['bad-option', relevance, { batchSize: 0 }],
      ['bad-option', relevance, { seed: 0.5 }],
    ];
    const before = tf.memory().numTensors;
    for (const [code, map, options] of cases)
      expect(await refusal(() => regionPerturbation(slowClassifier(), batch, map, { region: 2, ...options }))).toBe(
        code,
      );
    expect(tf.memory().numTensors).toBe(before);
    tf.dispose([batch, relevance, ...cases.map(([, map]) => map)]);
  });
});

test('aopc is the mean fall, up to a step', async () => {
  expect(aopc([1, 0.5, 0])).toBeCloseTo(0.5);
  expect(aopc([1, 0.5, 0], 1)).toBeCloseTo(0.25);
  expect(aopc([1], 0)).toBe(0);
  for (const last of [3, -1, 0.5]) expect(await refusal(() => aopc([1, 0.5, 0], last))).toBe('bad-option');
});

describe('sensitivity-n', () => {
  const linear = classifier((y) => tf.matMul(y, tf.tensor2d([[1, 0], [3, 0], [-2, 0], [0.5, 1]])), { inputShape: [4], classes: 2, bounds: [0, 1] }); // prettier-ignore

  test('a linear classifier is told exactly by gradient × input, for every n', () => {
    const y = tf.tensor2d([[1, 0.5, 0.25, 1], [0.2, 0.9, 0.1, 0.3]]); // prettier-ignore
    const { relevance } = gradientTimesInput(linear, y);
    const before = tf.memory().numTensors;
    const { sizes, correlations } = sensitivityN(linear, y, relevance, { sizes: [1, 2, 3] });
    expect(tf.memory().numTensors).toBe(before);
    expect(sizes).toEqual([1, 2, 3]);
    correlations.flat().forEach((value) => expect(value).toBeCloseTo(1, 5));
    const opposite = tf.neg(relevance);
    sensitivityN(linear, y, opposite).correlations.forEach(([first]) => expect(first).toBeCloseTo(-1, 5));
    const nothing = tf.zerosLike(relevance);
    expect(sensitivityN(linear, y, nothing, { sizes: [2] }).correlations).toEqual([[0], [0]]);
    tf.dispose([y, relevance, opposite, nothing]);
  });

  test.each<[string, SensitivityNOptions]>([
    ['bad-option', { sizes: [] }],
    ['bad-option', { sizes: [5] }],
    ['bad-option', { sizes: [0] }],
    ['bad-option', { subsets: 1 }],
    ['bad-option', { value: NaN }],
    ['bad-class', { target: 2 }],
  ])('%s for %j', async (code, options) => {
    const y = tf.ones([1, 4]);
    expect(await refusal(() => sensitivityN(linear, y, y, options))).toBe(code);
    y.dispose();
  });
});

describe('parameter randomisation', () => {
  let model: Sequential;
  let c: Classifier;
  let x: tf.Tensor;
  beforeAll(() => {
    model = sequential({
      layers: [
        layers.conv2d({ name: 'conv', inputShape: [6, 6, 1], filters: 3, kernelSize: 3, activation: 'tanh' }),
        layers.flatten(),
        layers.dense({ name: 'middle', units: 5, activation: 'tanh' }),
        layers.dense({ name: 'top', units: 3 }),
      ],
    });
    c = classifier(model);
    x = tf.tensor(random(2).uniforms(72, -1, 1), [2, 6, 6, 1]);
  });
  afterAll(() => {
    x.dispose();
    model.dispose();
  });

  test('spoils a copy layer by layer from the output down', async () => {
    const weights = model.getWeights().map((weight) => Array.from(weight.dataSync()));
    const before = tf.memory().numTensors;
    const found = await parameterRandomisation(c, x, gradient, { seed: 3 });
    expect(tf.memory().numTensors).toBe(before);
    expect(found.layers).toEqual(['top', 'middle', 'conv']);
    expect(found.correlations.map((row) => row.length)).toEqual([2, 2, 2]);
    found.correlations.flat().forEach((value) => expect(Math.abs(value)).toBeLessThan(1));
    expect(model.getWeights().map((weight) => Array.from(weight.dataSync()))).toEqual(weights);
    expect(await parameterRandomisation(c, x, gradient, { seed: 3 })).toEqual(found);
    const alone = await parameterRandomisation(c, x, gradient, { seed: 3, mode: 'independent' });
    expect(alone.correlations[0]).toEqual(found.correlations[0]);
    expect(alone.correlations[2]).not.toEqual(found.correlations[2]);
  });

  test('a method that looks at the image alone gives itself away', async () => {
    const edges = (_: unknown, images: tf.Tensor) => ({ ...gradient(c, images), relevance: tf.square(images) });
    const { correlations } = await parameterRandomisation(c, x, edges, { absolute: true });
    correlations.flat().forEach((value) => expect(value).toBeCloseTo(1, 6));
  });

  test('bad input, each with its code', async () => {
    expect(await refusal(() => parameterRandomisation(slowClassifier(), x, gradient))).toBe('unsupported-model');
    expect(await refusal(() => parameterRandomisation(c, x, gradient, { mode: 'all' as never }))).toBe('bad-option');
    expect(await refusal(() => parameterRandomisation(c, tf.zeros([1, 2]), gradient))).toBe('bad-shape');
  });
});

describe('sparseness and complexity', () => {
  const each = (rows: number[][], measure: (relevance: tf.Tensor) => number[]): number[] => {
    const relevance = tf.tensor2d(rows);
    const found = measure(relevance);
    relevance.dispose();
    return found;
  };

  test('of maps that can be reckoned by hand', () => {
    const rows = [[1, -1, 1, -1], [0, 0, -3, 0], [0, 0, 0, 0], [1, 2, 3, 4]]; // prettier-ignore
    const [even, one, none, rising] = each(rows, sparseness);
    [even, one, none, rising].forEach((value, i) => expect(value).toBeCloseTo([0, 0.75, 0, 0.25][i], 12));
    const entropies = each(rows, complexity);
    const shares = [0.1, 0.2, 0.3, 0.4];
    const expected = [Math.log(4), 0, 0, -shares.reduce((sum, p) => sum + p * Math.log(p), 0)];
    entropies.forEach((value, i) => expect(value).toBeCloseTo(expected[i], 6));
  });

  test.each([sparseness, complexity])('no map and no number have their codes', async (measure) => {
    expect(await refusal(() => measure(tf.zeros([0, 4])))).toBe('bad-shape');
    expect(await refusal(() => measure(tf.scalar(1)))).toBe('bad-shape');
    expect(await refusal(() => measure(tf.tensor2d([[1, NaN]])))).toBe('bad-value');
  });
});

describe('coverage of strokes', () => {
  const of = (image: number[], map: number[]) => {
    const [images, maps] = [tf.tensor2d([image]), tf.tensor2d([map])];
    const [found] = strokeCoverage(images, maps);
    tf.dispose([images, maps]);
    return found;
  };

  test.each([
    ['half of them, and a quarter beside them', [-1, 1, 1, -1], [1, 3, 0, 0], [0.5, 0.5, 0.75, 0.5]],
    ['less than a tenth covers nothing', [0, 9, 8, 1], [0, 20, 1, 0], [0.5, 0.25, 1, 0.5]],
    ['nothing', [-1, 1, 1, -1], [0, 0, 0, 0], [0, 0, 0, 0.5]],
    ['what speaks against covers nothing', [-1, 1, 1, -1], [-2, -1, -3, -2], [0, 0, 0, 0.5]],
    ['an even image has no strokes', [1, 1, 1, 1], [1, 2, 3, 4], [0, 1, 0, 0]],
  ])('%s', (_, image, map, [covered, chance, onStroke, area]) => {
    expect(of(image, map)).toEqual({ covered, chance, onStroke, area });
  });

  test('images and maps that do not fit have their codes', async () => {
    const two = tf.zeros([2, 4]);
    expect(await refusal(() => strokeCoverage(two, tf.zeros([1, 4])))).toBe('bad-shape');
    expect(await refusal(() => strokeCoverage(two, tf.zeros([2, 3])))).toBe('bad-shape');
    expect(await refusal(() => strokeCoverage(tf.tensor2d([[NaN, 1]]), tf.zeros([1, 2])))).toBe('bad-value');
    two.dispose();
  });
});
