import { interruptAt } from '@interp/testing/interruption';
import { startBackend } from '@interp/backend';
import { random, type LabelledImages } from '@interp/core';
import { readSafetensors, writeSafetensors } from '@interp/files';
import * as tf from '@tensorflow/tfjs-core';
import {
  binarised,
  binary,
  cho,
  contrastiveDivergence,
  linearRate,
  hiddenGiven,
  initialRbm,
  parallelTempering,
  persistentDivergence,
  thesisRecipe,
  trainRbm,
  type InitialRbmOptions,
  type Rbm,
  type RbmTraining,
  type TrainRbmOptions,
} from '../src/index.js';
import { refusal, refused } from '@interp/testing/refusal';
import { kinds } from './small-rbms.js';

beforeAll(async () => {
  await startBackend('wasm');
});

const imagesOf = (rows: readonly (readonly number[])[]): LabelledImages => ({
  size: rows.length,
  inputShape: [rows[0].length],
  labels: new Uint8Array(rows.length),
  images: (indices) => tf.tensor2d(Array.from(indices, (index) => [...rows[index]])),
});
/** Vectors of three values in two clusters, of -1 to 1 or of 0 and 1. */
const clusters = (continuous: boolean, seed = 1): LabelledImages => {
  const stream = random(seed);
  const rows = Array.from({ length: 80 }, (_, n) => {
    const high = n % 2 === 0 ? [1, 1, 0] : [0, 0, 1];
    return high.map((on) => {
      if (!continuous) return stream.uniform() < 0.9 ? on : 1 - on;
      return Math.max(-1, Math.min(1, on - 0.5 + stream.normal(0, 0.15)));
    });
  });
  return imagesOf(rows);
};
const parametersOf = ({ parameters }: Rbm): number[][] =>
  Object.values(parameters).map((values: Float32Array) => [...values]);

const trained = async (
  data: LabelledImages,
  options: TrainRbmOptions,
  initial: InitialRbmOptions = {},
  until = Infinity,
): Promise<{ result: Omit<RbmTraining, 'rbm'>; numbers: number[][]; checkpoint: Uint8Array }> => {
  const start = await initialRbm(data, { hidden: 2, seed: 2, sigma: 0.4, ...initial });
  const interruption = interruptAt(until);
  try {
    const { rbm, ...result } = await trainRbm(start, data, {
      epochs: 40,
      batch: 8,
      rate: 0.02,
      sigmaFloor: 0.1,
      ...options,
      ...interruption.options,
    });
    const numbers = parametersOf(rbm);
    rbm.dispose();
    return { result, numbers, checkpoint: interruption.checkpoint() };
  } finally {
    start.dispose();
  }
};

describe.each(kinds)('%s', (_, variant, perPixel) => {
  test.each([
    contrastiveDivergence(),
    contrastiveDivergence({ k: 3 }),
    persistentDivergence({ chains: 10 }),
    parallelTempering({ chains: 5, temperatures: 3 }),
  ])('the exact likelihood of a 3 x 2 model rises under $name', async (trainer) => {
    const before = tf.memory().numTensors;
    const data = clusters(variant.continuous);
    const { result } = await trained(
      data,
      { trainer, validation: clusters(variant.continuous, 2), rate: variant.continuous ? 0.02 : 0.2 },
      { variant, perPixel, weightScale: 0.1 },
    );
    const [first, last] = [result.history[0], result.history.at(-1)!];
    expect(last.logLikelihood).toBeGreaterThan(first.logLikelihood! + 0.05);
    expect(last.validationLogLikelihood).toBeGreaterThan(first.validationLogLikelihood! + 0.05);
    expect(last.reconstruction).toBeLessThan(first.reconstruction);
    expect(Number.isFinite(last.freeEnergyGap)).toBe(true);
    expect(tf.memory().numTensors).toBe(before);
  });
});

test('σ is learnt down to the floor, and stays where it is told to', async () => {
  const data = imagesOf(Array.from({ length: 40 }, (_, n) => [0.2, n % 2 ? 0.5 : -0.5, -1]));
  const options = { rates: { logPrecision: 1 }, epochs: 100, sigmaFloor: 0.2 };
  const learnt = await trained(data, options);
  learnt.numbers[3].forEach((sigma) => expect(sigma).toBeGreaterThan(0.1999));
  expect(learnt.numbers[3][2]).toBeCloseTo(0.2, 5);
  const fixed = await trained(data, { ...options, learnSigma: false });
  fixed.numbers[3].forEach((sigma) => expect(sigma).toBeCloseTo(0.4, 6));
});

const ways: readonly [string, TrainRbmOptions, InitialRbmOptions][] = [
  ['the defaults', {}, {}],
  [
    'persistent chains, momentum and decay',
    { trainer: persistentDivergence({ chains: 5 }), momentum: 0.5, weightDecay: 0.001 },
    {},
  ],
  [
    'parallel tempering and clipping',
    { trainer: parallelTempering({ chains: 2, temperatures: 3 }), clip: { weights: 1 } },
    {},
  ],
  ['binary units, a schedule and no centring', { centre: 'none', schedule: linearRate() }, { variant: binary }],
];
describe.each(ways)('with %s', (_, options, initial) => {
  test.each([1, 9, 10, 13])('stopped at step %i and resumed: the same numbers to the bit', async (step) => {
    const data = clusters(initial.variant?.continuous ?? true);
    const all = { ...options, epochs: 3, checkpointEvery: 4 };
    const whole = await trained(data, all, initial);
    const part = await trained(data, all, initial, step);
    const rest = await trained(data, { ...all, resume: part.checkpoint }, initial);
    expect(rest.numbers).toEqual(whole.numbers);
    const figures = ({ history }: Omit<RbmTraining, 'rbm'>): unknown =>
      history.map(({ seconds, ...record }) => ({ ...record, timed: seconds >= 0 }));
    expect(figures(rest.result)).toEqual(figures(whole.result));
    expect(rest.result.ended).toBe('finished');
    expect(part.result.ended).toBe('stopped');
  });
});

describe('what cannot be trained is refused', () => {
  const options: readonly [string, TrainRbmOptions][] = [
    ['no epoch', { epochs: 0 }],
    ['an empty batch', { batch: 0 }],
    ['a rate of 0', { rate: 0 }],
    ['momentum of 1', { momentum: 1 }],
    ['a floor of 0', { sigmaFloor: 0 }],
    ['a negative rate of a group', { rates: { hiddenBias: -1 } }],
    ['a clip of 0', { clip: { weights: 0 } }],
    ['a range of nothing', { range: [1, -1] }],
  ];
  test.each(options)('%s', async (_, change) => {
    expect(await refusal(() => trained(clusters(true), change))).toBe('bad-option');
  });

  test('no hidden unit, k = 0, one temperature', async () => {
    expect(await refusal(() => initialRbm(clusters(true), { hidden: 0 }))).toBe('bad-option');
    expect(await refusal(() => contrastiveDivergence({ k: 0 }))).toBe('bad-option');
    expect(await refusal(() => persistentDivergence({ chains: 0 }))).toBe('bad-option');
    expect(await refusal(() => parallelTempering({ temperatures: 1 }))).toBe('bad-option');
  });

  test('pixels out of range are said, and nothing leaks', async () => {
    const before = tf.memory().numTensors;
    const grey = imagesOf([[0, 128, 255]]);
    expect(await refusal(() => trained(grey, {}))).toBe('bad-value');
    expect(await refusal(() => trained(clusters(true), {}, { variant: binary }))).toBe('bad-value');
    expect(await refusal(() => trained(imagesOf([[0, NaN, 0]]), {}))).toBe('bad-value');
    expect(tf.memory().numTensors).toBe(before);
  });

  test('images of another size', async () => {
    const start = await initialRbm(clusters(true), { hidden: 2 });
    expect(await refusal(() => trainRbm(start, imagesOf([[0, 0]])))).toBe('bad-shape');
    start.dispose();
  });
});

test('numbers that run away stop the training, named, and the last good checkpoint stays', async () => {
  const before = tf.memory().numTensors;
  let kept = 0;
  const data = clusters(true);
  const start = await initialRbm(data, { hidden: 2 });
  const error = await refused(() =>
    trainRbm(start, data, {
      rate: 1e30,
      batch: 8,
      centre: 'none',
      checkpointEvery: 1,
      onCheckpoint: (bytes) => {
        kept++;
        for (const { data: values } of readSafetensors(bytes).tensors.values())
          expect((values as Float32Array).every(Number.isFinite)).toBe(true);
      },
    }),
  );
  expect(error.message).toMatch(/^(weights|visibleBias|hiddenBias|logPrecision) is not finite after step \d+/);
  expect(error.code).toBe('not-finite');
  expect(kept).toBeLessThan(100);
  start.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

describe('a checkpoint is refused', () => {
  let checkpoint: Uint8Array;
  beforeAll(async () => {
    ({ checkpoint } = await trained(clusters(true), { epochs: 2 }, {}, 4));
  });
  const others: readonly [string, TrainRbmOptions][] = [
    ['epochs', { epochs: 3 }],
    ['rate', { rate: 0.001 }],
    ['trainer', { trainer: contrastiveDivergence({ k: 2 }) }],
    ['centre', { centre: 'visible' }],
    ['seed', { seed: 1 }],
  ];
  test.each(others)('with another %s', async (name, change) => {
    const error = await refused(() => trained(clusters(true), { epochs: 2, ...change, resume: checkpoint }));
    expect(error.message).toMatch(new RegExp(`other options: ${name}[ .]`));
    expect(error.code).toBe('bad-option');
  });
  test('of another model', async () => {
    const error = await refused(() => trained(clusters(true), { epochs: 2, resume: checkpoint }, { hidden: 3 }));
    expect(error.code).toBe('unsupported-model');
  });
  test('of an earlier version', async () => {
    const { tensors, metadata } = readSafetensors(checkpoint);
    const resume = writeSafetensors(tensors, new Map(metadata).set('format', 'interp-rbm-training-1'));
    const error = await refused(() => trained(clusters(true), { epochs: 2, resume }));
    expect(error.message).toMatch('another version');
    expect(error.code).toBe('bad-file');
  });
  test('with validation images where there were none, and without where there were some', async () => {
    const validation = clusters(true, 2);
    const other = await trained(clusters(true), { epochs: 2, validation }, {}, 4);
    for (const options of [{ resume: checkpoint, validation }, { resume: other.checkpoint }])
      expect((await refused(() => trained(clusters(true), { epochs: 2, ...options }))).message).toMatch(
        'other options: validation ',
      );
  });
  test('that is damaged', async () => {
    const { tensors, metadata } = readSafetensors(checkpoint);
    const damaged = [
      checkpoint.slice(0, 50),
      writeSafetensors([]),
      writeSafetensors(tensors, new Map(metadata).set('progress', '{')),
      writeSafetensors(tensors, new Map(metadata).set('progress', '{"epoch":-1}')),
      writeSafetensors([...tensors].slice(1), metadata),
    ];
    for (const resume of damaged)
      expect(await refusal(() => trained(clusters(true), { epochs: 2, resume }))).toBe('bad-file');
  });
});

test('compiled kernels and plain loops take the same steps', async () => {
  const data = clusters(true);
  const options = { epochs: 2, momentum: 0.5, weightDecay: 0.01, clip: { weights: 5 } };
  const { numbers: compiled } = await trained(data, options);
  await startBackend('cpu');
  const { numbers: plain } = await trained(data, options);
  await startBackend('wasm');
  compiled.flat().forEach((value, i) => expect(value).toBeCloseTo(plain.flat()[i], 4));
});

test('binarised images are 0 and 1', () => {
  const images = binarised(clusters(true)).images([0, 1, 2]);
  expect([...new Set(images.dataSync())].sort()).toEqual([0, 1]);
  images.dispose();
});

test('the first model is undecided about the mean image', async () => {
  const data = clusters(true);
  const model = await initialRbm(data, { variant: cho, hidden: 5, weightScale: 1, seed: 3 });
  const all = data.images(Array.from({ length: data.size }, (_, i) => i));
  const mean = tf.mean(all, 0, true);
  const chances = hiddenGiven(model, mean);
  chances.dataSync().forEach((chance) => expect(chance).toBeCloseTo(0.5, 4));
  tf.dispose([all, mean, chances]);
  model.dispose();
});

test("the thesis' recipe: one sigma that stays, contrastive divergence of one step, visible units centred", async () => {
  const { network, training } = thesisRecipe;
  const { trainer, schedule, ...numbers } = training;
  expect(network).toEqual({ variant: cho, hidden: 8, sigma: 1, perPixel: false, weightScale: 0.05 });
  expect(numbers).toEqual({
    epochs: 20,
    batch: 100,
    rate: 0.01,
    rates: { logPrecision: 0 },
    centre: 'visible',
    sigmaFloor: 0.1,
  });
  expect([trainer!.name, trainer!.settings]).toEqual(['cd', { k: 1 }]);
  expect([0, 0.5, 1].map((progress) => schedule!.factor(progress, 20))).toEqual([1, 1, 1]);
  const data = clusters(true);
  const start = await initialRbm(data, { ...network, hidden: 2, seed: 1 });
  const { rbm } = await trainRbm(start, data, { ...training, epochs: 2, batch: 10 });
  expect(Array.from(rbm.parameters.sigma)).toEqual([1]);
  start.dispose();
  rbm.dispose();
});
