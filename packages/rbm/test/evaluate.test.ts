import { startBackend } from '@interp/backend';
import { classifier, random, type LabelledImages } from '@interp/core';
import { refusal } from '@interp/testing/refusal';
import * as tf from '@tensorflow/tfjs-core';
import {
  ais,
  binary,
  blankClaim,
  blankLead,
  cho,
  density,
  diagonalGaussian,
  energyScore,
  evaluateRbm,
  evaluationSummary,
  exactLogPartition,
  independentBernoulli,
  logDensity,
  logPartition,
  pixelsOfMeans,
  principalComponents,
  rejector,
  typicalityScore,
  visibleImages,
  visibleOfPixels,
  type EvaluateRbmStep,
  type NormalisedDensity,
  type Rbm,
} from '../src/index.js';
import { allStates, slowLogDensity, smallRbm } from './small-rbms.js';

beforeAll(async () => {
  await startBackend('wasm');
});

const imagesOf = (rows: readonly (readonly number[])[]): LabelledImages => ({
  size: rows.length,
  inputShape: [rows[0].length],
  labels: new Uint8Array(rows.length),
  images: (indices) => tf.tensor2d(Array.from(indices, (index) => [...rows[index]])),
});
const drawn = (count: number, continuous: boolean, seed = 1): number[][] => {
  const stream = random(seed);
  return Array.from({ length: count }, () =>
    [0.2, 0.5, 0.8].map((p) => (continuous ? stream.normal(p, 0.4) : Number(stream.uniform() < p))),
  );
};
const meanOf = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
const valuesOf = async (tensor: tf.Tensor): Promise<number[]> => {
  const values = Array.from(await tensor.data());
  tensor.dispose();
  return values;
};
const scoresOf = async (
  density: Pick<NormalisedDensity, 'logDensity'>,
  rows: readonly number[][],
): Promise<number[]> => {
  const images = tf.tensor2d([...rows]);
  const values = await valuesOf(density.logDensity(images));
  images.dispose();
  return values;
};

describe.each([cho, binary])('an evaluation of $name', (variant) => {
  const rows = drawn(1100, variant.continuous);
  const data = imagesOf(rows);
  let model: Rbm;
  beforeAll(() => {
    model = smallRbm(variant);
  });
  afterAll(() => model.dispose());

  test('log-densities, log Z and log-likelihoods are those of the formulas', async () => {
    const { logDensities, logDensity, logLikelihood, partition, blank, baselines } = await evaluateRbm(model, data);
    const expected = rows.map((row) => slowLogDensity(model, row));
    logDensities.forEach((value, i) => expect(value).toBeCloseTo(expected[i], 3));
    const uniform = (variant.continuous ? [-1, 0, 1] : [0, 0.5, 1]).map((value) =>
      slowLogDensity(model, [value, value, value]),
    );
    expect(logDensity.images).toBeCloseTo(meanOf(expected), 3);
    [logDensity.black, logDensity.grey, logDensity.white].forEach((value, i) =>
      expect(value).toBeCloseTo(uniform[i], 3),
    );
    const logZ = await exactLogPartition(model);
    expect(partition).toMatchObject({ logZ, low: logZ, high: logZ, method: 'exact', states: 4 });
    for (const name of ['images', 'black', 'grey', 'white'] as const)
      expect(logLikelihood![name]).toBe(logDensity[name] - logZ);
    const likeliest = Math.max(...uniform);
    expect(logDensity[blank.image]).toBeCloseTo(likeliest, 3);
    expect(blank.lead).toBeCloseTo(likeliest - meanOf(expected), 3);
    expect(blank.above).toBe(logDensities.filter((value) => value < logDensity[blank.image]).length / rows.length);
    expect(baselines).toEqual([]);
  });

  test('baselines are fitted to other images and scored on the same', async () => {
    const before = tf.memory().numTensors;
    const training = imagesOf(drawn(300, variant.continuous, 2));
    const { baselines } = await evaluateRbm(model, data, { baselines: training, limit: 700, method: 'none' });
    const fitted: readonly (readonly [string, NormalisedDensity])[] = variant.continuous
      ? [
          ['independent pixels', await diagonalGaussian(training)],
          ['principal components, 2', await principalComponents(training, { components: 2 })],
        ]
      : [['independent pixels', await independentBernoulli(training)]];
    expect(baselines.map(({ name }) => name)).toEqual(fitted.map(([name]) => name));
    for (const [i, [, other]] of fitted.entries()) {
      const expected = await scoresOf(other, rows.slice(0, 700));
      expect(baselines[i].parameters).toBe(other.parameters);
      expect(baselines[i].logLikelihoods).toHaveLength(700);
      baselines[i].logLikelihoods.forEach((value, k) => expect(value).toBeCloseTo(expected[k], 4));
      expect(baselines[i].logLikelihood.images).toBeCloseTo(meanOf(expected), 4);
      other.dispose();
    }
    expect(tf.memory().numTensors).toBe(before);
  });

  test('without log Z there are no log-likelihoods; by annealed importance sampling they are those of ais', async () => {
    const without = await evaluateRbm(model, data, { method: 'none' });
    expect([without.partition, without.logLikelihood]).toEqual([undefined, undefined]);
    const annealing = { temperatures: 20, chains: 5, seed: 3 };
    const { partition } = await evaluateRbm(model, data, { ...annealing, method: 'ais', limit: 1 });
    const estimate = await ais(model, annealing);
    expect(partition).toEqual({ logZ: estimate.logZ, low: estimate.low, high: estimate.high, method: 'ais', estimate });
  });

  test('stopped it keeps what is done; before log Z was there it refuses', async () => {
    const before = tf.memory().numTensors;
    const stoppedAt = (phase: EvaluateRbmStep['phase']): Promise<number[]> => {
      const stop = new AbortController();
      const onStep = ({ value }: { value: EvaluateRbmStep }): void => {
        if (value.phase === phase) stop.abort();
      };
      return evaluateRbm(model, data, { baselines: data, signal: stop.signal, onStep }).then(
        ({ logDensities, baselines }) => [logDensities.length, ...baselines.map((one) => one.logLikelihoods.length)],
      );
    };
    expect(await stoppedAt('images')).toEqual([500]);
    expect(await stoppedAt('fitting')).toEqual([1100]);
    expect(await stoppedAt('baseline')).toEqual([1100, 500]);
    expect(await refusal(() => stoppedAt('enumeration'))).toBe('bad-option');
    expect(tf.memory().numTensors).toBe(before);
  });

  test('refuses images of another size, none, and options that make no sense', async () => {
    expect(await refusal(() => evaluateRbm(model, imagesOf([[0, 0]])))).toBe('bad-shape');
    expect(await refusal(() => evaluateRbm(model, { ...data, size: 0 }))).toBe('bad-shape');
    expect(await refusal(() => evaluateRbm(model, data, { limit: 0 }))).toBe('bad-option');
    expect(await refusal(() => evaluateRbm(model, data, { method: 'some' as 'ais' }))).toBe('bad-option');
  });
});

test('log Z is exact where the states are few, else an estimate', async () => {
  const [small, large] = [smallRbm(cho), smallRbm(cho, 3, 21)];
  expect((await logPartition(small)).method).toBe('exact');
  expect((await logPartition(large, { temperatures: 2, chains: 2, mixing: 1 })).method).toBe('ais');
  expect(await refusal(() => logPartition(large, { method: 'exact' }))).toBe('bad-option');
  const stop = new AbortController();
  stop.abort();
  expect(await refusal(() => logPartition(small, { signal: stop.signal }))).toBe('bad-option');
  small.dispose();
  large.dispose();
});

test('independent pixels of 0 and 1: probabilities add up to 1, the gradient is that of finite differences', async () => {
  const bernoulli = await independentBernoulli(imagesOf(drawn(200, false)));
  const logs = await scoresOf(bernoulli, allStates(3));
  expect(logs.reduce((sum, log) => sum + Math.exp(log), 0)).toBeCloseTo(1, 5);
  const at = [0.2, 0.9, 0.4];
  const x = tf.tensor2d([at]);
  const gradient = await valuesOf(bernoulli.gradLogDensity(x));
  x.dispose();
  for (const i of at.keys()) {
    const moved = (by: number): number[] => at.map((value, k) => (k === i ? value + by : value));
    const [up, down] = await scoresOf(bernoulli, [moved(0.05), moved(-0.05)]);
    expect(gradient[i]).toBeCloseTo((up - down) / 0.1, 2);
  }
  bernoulli.dispose();
});

test('a rejector goes by typicality and energy, each above its threshold', async () => {
  const model = smallRbm(cho);
  const expert = density(model);
  const network = classifier((x: tf.Tensor) => tf.tidy((): tf.Tensor2D => tf.mul(x, tf.tensor1d([1, 2, 3]))), {
    inputShape: [3],
    classes: 3,
    bounds: [0, 9],
  });
  const x = tf.tensor2d([
    [0, 0, 0],
    [9, 9, 9],
    [0.5, 0.2, 0.1],
  ]);
  const usual = -1.25;
  const scores = Array.from(await typicalityScore(expert, usual)(x));
  const energies = Array.from(await energyScore(network)(x));
  const logs = await valuesOf(logDensity(model, x));
  const [typicality, energy] = [Math.max(scores[0], scores[2]), energies[2]];
  const both = await rejector(expert, network, { usual, typicality, energy })(x);
  both.forEach((one, i) => {
    expect([one.score, one.energy.score, one.logDensity]).toEqual([scores[i], energies[i], logs[i]]);
    const by = [...(scores[i] > typicality ? ['density'] : []), ...(energies[i] > energy ? ['energy'] : [])];
    expect([one.by, one.rejected]).toEqual([by, by.length > 0]);
  });
  expect(both.map(({ rejected }) => rejected)).toEqual([true, true, false]);
  const alone = await rejector(expert, network, { usual, typicality })(x);
  expect(alone.map(({ rejected }) => rejected)).toEqual([false, true, false]);
  const others = { ...expert, inputShape: [2] };
  expect(await refusal(() => rejector(others, network, { usual, typicality }))).toBe('unsupported-model');
  x.dispose();
  model.dispose();
});

test('the verdict on the blank image', () => {
  const logs = Float32Array.of(-10, 0, 10);
  const gaussian = { hidden: 100, variant: { continuous: true } } as Parameters<typeof blankClaim>[0];
  const above = blankClaim(gaussian, blankLead(logs, { images: 0, black: 5, grey: -9, white: -99 }));
  expect(above).toMatchObject({ blank: 'black', lead: 5, agrees: true, thesis: { digits: 130, blank: 410 } });
  expect(above.above).toBeCloseTo(2 / 3);
  const below = blankClaim(
    { ...gaussian, hidden: 256 },
    blankLead(logs, { images: 0, black: -9, grey: -5, white: -99 }),
  );
  expect(below).toMatchObject({ blank: 'grey', lead: -5 });
  expect(below.verdict).toMatch(
    /^the grey image is 5\.0 nats below the mean digit and likelier than 33\.33 % of the digits$/,
  );
});

test('pixels as visible units, and means of these as pixels', () => {
  const pixels = Float32Array.of(-1, -0.25, 0, 0.25, 1);
  expect([...visibleOfPixels({ variant: binary }, pixels)]).toEqual([0, 0, 0, 1, 1]);
  expect([...visibleOfPixels({ variant: cho }, pixels)]).toEqual([...pixels]);
  expect([...pixelsOfMeans({ variant: binary }, Float32Array.of(0, 0.5, 1))]).toEqual([-1, 0, 1]);
  expect([...pixelsOfMeans({ variant: cho }, Float32Array.of(-1.5, 0.25, 3))]).toEqual([-1, 0.25, 1]);
});

describe('a summary', () => {
  const rows = drawn(30, true);
  const options = { temperatures: 50, chains: 20, method: 'ais', baselines: imagesOf(rows) } as const;

  test('of an estimate has both runs, the annealing and the baselines, without the numbers of each image', async () => {
    const model = smallRbm(cho);
    const evaluation = await evaluateRbm(model, imagesOf(rows), options);
    const { temperatures, chains } = options;
    const summary = evaluationSummary(model, evaluation, { temperatures, chains });
    const { logZ, low, high, estimate } = evaluation.partition!;
    expect(summary).toMatchObject({ n: 30, logZ, logZLow: low, logZHigh: high, method: 'ais' });
    expect(summary.logLikelihood!.images).toBeCloseTo(summary.logDensity.images - logZ, 10);
    const { forward, reverse, samples } = estimate!;
    const worth = [forward, reverse].map((run) => run.effectiveSampleSize.toFixed(0));
    expect(summary.how).toBe(
      `annealed importance sampling, 50 temperatures, 20 chains, worth ${worth[0]} forward and ${worth[1]} back`,
    );
    const { logZ: there, standardError, effectiveSampleSize } = forward;
    expect(summary.ais).toMatchObject({ temperatures, chains, samples });
    expect(summary.ais!.forward).toEqual({ logZ: there, standardError, effectiveSampleSize });
    expect(summary.baselines.map(({ name, n }) => [name, n])).toEqual([
      ['independent pixels', 30],
      ['principal components, 2', 30],
    ]);
    expect(summary.claim).toEqual(blankClaim(model, evaluation.blank));
    expect(JSON.stringify(summary)).not.toContain('{"0":');
    model.dispose();
  });

  test('says over how many states log Z was summed; without log Z nothing of it', async () => {
    const model = smallRbm(cho);
    const exact = evaluationSummary(model, await evaluateRbm(model, imagesOf(rows)));
    expect(exact).toMatchObject({ method: 'exact', how: 'exact, over 2^2 states', logZLow: exact.logZ });
    expect(exact.ais).toBeUndefined();
    const none = evaluationSummary(model, await evaluateRbm(model, imagesOf(rows), { method: 'none' }));
    expect([none.logZ, none.how, none.logLikelihood]).toEqual([undefined, undefined, undefined]);
    const evaluation = await evaluateRbm(model, imagesOf(rows));
    expect(await refusal(() => evaluationSummary(model, evaluation, { chains: 0 }))).toBe('bad-option');
    model.dispose();
  });
});

test('images as an RBM takes them: 0 and 1 for binary units, themselves for Gaussian ones', async () => {
  const images = imagesOf([
    [-1, 0, 0.2],
    [1, -0.1, 0.9],
  ]);
  expect(visibleImages({ variant: cho }, images)).toBe(images);
  const { images: read, size, labels } = visibleImages({ variant: binary }, images);
  expect(await valuesOf(read([1, 0]))).toEqual([1, 0, 1, 0, 0, 1]);
  expect([size, labels]).toEqual([2, images.labels]);
});
