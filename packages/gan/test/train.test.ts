import { useBackend } from '@interp/backend';
import { readSafetensors, writeSafetensors, type LabelledImages } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import {
  discriminator,
  generator,
  hinge,
  minimax,
  nonSaturating,
  noPenalty,
  r1,
  thesisLoss,
  trainGan,
  wganGp,
  type GanTraining,
  type TrainGanOptions,
} from '../src/index.js';
import { refusal } from '../../core/test/refusal.js';
import { toyImages, toyPair, toyTraining, weightsOf } from './toy.js';

beforeAll(async () => {
  await useBackend('wasm');
});

const data = toyImages(44);

interface Run {
  readonly weights: number[][][];
  readonly checkpoint: Uint8Array;
  readonly training: GanTraining;
}

/** Trains a fresh small pair, up to some step if one is given. */
const run = async (options: TrainGanOptions, until = Infinity): Promise<Run> => {
  const { makes, judges, dispose } = toyPair();
  const stop = new AbortController();
  let checkpoint = new Uint8Array();
  const training = await trainGan(makes, judges, data, {
    epochs: 3,
    batch: 8,
    ...options,
    signal: stop.signal,
    onCheckpoint: (bytes) => {
      checkpoint = bytes.slice();
    },
    onStep: ({ value }) => {
      if (value.step >= until) stop.abort();
    },
  });
  const weights = [weightsOf(makes), weightsOf(judges)];
  dispose();
  return { weights, checkpoint, training };
};

const ways: readonly [string, TrainGanOptions][] = [
  ['the defaults', {}],
  ['minimax, smoothed', { loss: minimax({ smoothing: 0.1 }) }],
  ['the loss of the thesis', { loss: thesisLoss(), penalty: noPenalty, average: 0 }],
  ['WGAN-GP, two steps of the discriminator', { loss: wganGp(), discriminatorSteps: 2, beta1: 0 }],
  ['hinge, another rate for the discriminator', { loss: hinge(), discriminatorRate: 0.0004 }],
  ['snapshots', { snapshots: { at: [0, 3, 6], count: 2 } }],
];

describe.each(ways)('with %s', (_, options) => {
  test.each([1, 4, 5, 6])('stopped at step %i and resumed: the same to the bit', async (step) => {
    const before = tf.memory().numTensors;
    const whole = await run(options);
    const part = await run(options, step);
    expect(part.training.ended).toBe(step < whole.training.step ? 'stopped' : 'finished');
    const rest = await run({ ...options, resume: part.checkpoint });
    expect(rest.weights).toEqual(whole.weights);
    expect(rest.training.snapshots).toEqual(whole.training.snapshots);
    expect(rest.training.history.map(({ generatorLoss }) => generatorLoss)).toEqual(
      whole.training.history.map(({ generatorLoss }) => generatorLoss),
    );
    expect(tf.memory().numTensors).toBe(before);
  });
});

test('a finished training is not trained on', async () => {
  const whole = await run({});
  const again = await run({ resume: whole.checkpoint });
  expect(again.weights).toEqual(whole.weights);
  expect(again.training.ended).toBe('finished');
});

test('a pair goes on by the tape as well, batch normalisation included, and resumes to the bit', async () => {
  const shape = [4, 4, 1];
  const trained = async (resume?: Uint8Array, until = 99): Promise<{ weights: number[][]; bytes: Uint8Array }> => {
    const makes = tfl.sequential({
      layers: [
        tfl.layers.dense({ inputShape: [4], units: 8, kernelInitializer: 'ones' }),
        tfl.layers.batchNormalization(),
        tfl.layers.dense({ units: 16, activation: 'tanh', kernelInitializer: 'ones' }),
        tfl.layers.reshape({ targetShape: shape }),
      ],
    });
    const judges = discriminator({ inputShape: shape, hidden: [8], seed: 2 });
    const stop = new AbortController();
    let bytes = new Uint8Array();
    await trainGan(makes, judges, data, {
      epochs: 2,
      batch: 8,
      ...(resume && { resume }),
      signal: stop.signal,
      onCheckpoint: (written) => {
        bytes = written.slice();
      },
      onStep: ({ value }) => {
        if (value.step >= until) stop.abort();
      },
    });
    const weights = [...weightsOf(makes), ...weightsOf(judges)];
    makes.dispose();
    judges.dispose();
    return { weights, bytes };
  };
  const whole = await trained();
  const part = await trained(undefined, 3);
  expect((await trained(part.bytes)).weights).toEqual(whole.weights);
});

test('the generator learns the bars: every kind of them appears, and its images come near to the real ones', async () => {
  const { makes, judges, dispose } = toyPair();
  const { history, troubles } = await trainGan(makes, judges, toyImages(256), {
    epochs: 60,
    batch: 32,
    rate: 0.003,
    average: 0.99,
    seed: 3,
  });
  const kinds = tf.tidy(() => {
    const images = makes.predict(tf.randomNormal([400, 4], 0, 1, 'float32', 1)) as tf.Tensor;
    const columns = tf.mean(tf.reshape(images, [400, 4, 4]), 1);
    return Array.from(tf.argMax(columns, 1).dataSync());
  });
  const parts = [0, 1, 2, 3].map((kind) => kinds.filter((one) => one === kind).length / 400);
  expect(Math.min(...parts)).toBeGreaterThan(0.05);
  expect(troubles).toEqual([]);
  expect(history).toHaveLength(60);
  expect(history.at(-1)!.told).toBeLessThan(0.95);
  dispose();
});

test('snapshots are of the same latent codes, before, during and after', async () => {
  const { training } = await run({ snapshots: { at: [0, 5, 15], count: 2 }, rate: 0.01 });
  const { shots, latent, imageShape } = training.snapshots;
  expect([shots.map(({ step }) => step), latent.length, imageShape]).toEqual([[0, 5, 15], 8, [4, 4, 1]]);
  expect(shots.map(({ images }) => images.length)).toEqual([32, 32, 32]);
  expect(Array.from(shots[2].images)).not.toEqual(Array.from(shots[1].images));
});

describe('what goes wrong is said', () => {
  const still = (level: number): LabelledImages => ({
    ...data,
    images: (indices) => tf.fill([indices.length, 4, 4, 1], level),
  });

  test('a discriminator that wins outright', async () => {
    const makes = generator({ latentSize: 4, hidden: [8], outputShape: [4, 4, 1], seed: 1 });
    const judges = discriminator({ inputShape: [4, 4, 1], hidden: [32], seed: 2 });
    const seen: string[] = [];
    const { troubles, history } = await trainGan(makes, judges, data, {
      epochs: 160,
      batch: 8,
      loss: minimax(),
      penalty: noPenalty,
      rate: 1e-7,
      discriminatorRate: 0.01,
      onStep: ({ value }) => void seen.push(...value.troubles.map(({ name }) => name)),
    });
    expect(troubles.map(({ name }) => name)).toContain('discriminator-wins');
    expect(troubles[0].message).toContain('R1');
    expect(seen).toEqual(troubles.map(({ name }) => name));
    expect(history.flatMap(({ troubles: names }) => names)).toContain('discriminator-wins');
    makes.dispose();
    judges.dispose();
  });

  test('a collapse', async () => {
    const makes = generator({ latentSize: 4, hidden: [8], outputShape: [4, 4, 1], seed: 1 });
    tf.tidy(() => {
      makes.weights[2].write(tf.zeros(makes.weights[2].shape as number[]));
    });
    const judges = discriminator({ inputShape: [4, 4, 1], hidden: [8], seed: 2 });
    const { troubles } = await trainGan(makes, judges, data, { epochs: 120, batch: 8, rate: 1e-7 });
    expect(troubles.map(({ name }) => name)).toEqual(['collapse']);
    makes.dispose();
    judges.dispose();
  });

  test('a divergence, without waiting', async () => {
    const { makes, judges, dispose } = toyPair();
    const { troubles } = await trainGan(makes, judges, data, { epochs: 2, batch: 8, rate: 1e4 });
    expect(troubles.map(({ name }) => name)).toContain('divergence');
    expect(troubles[0].message).toContain('lower the rate');
    dispose();
  });

  test('losses that are no numbers: the last good checkpoint stays', async () => {
    const { makes, judges, dispose } = toyPair();
    let kept = 0;
    const work = trainGan(makes, judges, data, {
      epochs: 400,
      batch: 8,
      rate: 1e30,
      checkpointEvery: 1,
      onCheckpoint: (_, { step }) => {
        kept = step;
      },
    });
    expect(await refusal(() => work)).toBe('not-finite');
    expect(kept).toBeLessThan(400);
    dispose();
  });

  const misfits: readonly [string, string, () => readonly [tfl.LayersModel, tfl.LayersModel, LabelledImages]][] = [
    ['images of 0 to 1 for a tanh', 'bad-value', () => [toyPair().makes, toyPair().judges, still(0.5)]],
    ['images out of range', 'bad-value', () => [toyPair().makes, toyPair().judges, still(-7)]],
    ['images that are no numbers', 'bad-value', () => [toyPair().makes, toyPair().judges, still(NaN)]],
    [
      'a generator of other images',
      'bad-shape',
      () => [generator({ latentSize: 4, outputShape: [5, 4, 1] }), toyPair().judges, data],
    ],
    [
      'a discriminator of other images',
      'bad-shape',
      () => [toyPair().makes, discriminator({ inputShape: [5, 4, 1] }), data],
    ],
    ['a discriminator with two outputs', 'unsupported-model', () => [toyPair().makes, toyPair().makes, data]],
    [
      'a discriminator with a sigmoid',
      'unsupported-model',
      () => [
        toyPair().makes,
        tfl.sequential({
          layers: [
            tfl.layers.flatten({ inputShape: [4, 4, 1] }),
            tfl.layers.dense({ units: 1, activation: 'sigmoid' }),
          ],
        }),
        data,
      ],
    ],
  ];
  test.each(misfits)('%s', async (_, code, make) => {
    const [makes, judges, images] = make();
    expect(await refusal(() => trainGan(makes, judges, images, { epochs: 1 }))).toBe(code);
  });

  const wrong: readonly TrainGanOptions[] = [
    { epochs: 0 },
    { batch: 1.5 },
    { rate: 0 },
    { discriminatorRate: -1 },
    { discriminatorSteps: 0 },
    { beta1: 1 },
    { average: 1 },
    { seed: 0.5 },
    { readEvery: 0 },
    { checkpointEvery: 0 },
    { snapshots: { at: [-1] } },
  ];
  test.each(wrong)('%j', async (options) => {
    const { makes, judges, dispose } = toyPair();
    expect(await refusal(() => trainGan(makes, judges, data, options))).toBe('bad-option');
    dispose();
  });
  test.each([
    () => r1({ gamma: 0 }),
    () => nonSaturating({ smoothing: 0.5 }),
    () => wganGp({ weight: -1 }),
    () => generator({ hidden: [] }),
    () => generator({ output: 'softmax' as 'tanh' }),
    () => discriminator({ activation: 'tanh' as 'relu' }),
    () => generator({ latentSize: 0 }),
  ])('numbers of losses and networks out of range %#', async (make) => {
    expect(await refusal(make)).toBe('bad-option');
  });
});

describe('a checkpoint is refused', () => {
  let checkpoint: Uint8Array;
  beforeAll(async () => {
    ({ checkpoint } = await run({}, 4));
  });

  const others: readonly [string, TrainGanOptions][] = [
    ['epochs', { epochs: 4 }],
    ['batch', { batch: 9 }],
    ['rate', { rate: 0.001, discriminatorRate: 0.0002 }],
    ['discriminatorRate', { discriminatorRate: 0.001 }],
    ['loss', { loss: hinge() }],
    ['penalty', { penalty: r1({ gamma: 5 }) }],
    ['beta1', { beta1: 0 }],
    ['average', { average: 0 }],
    ['snapshots', { snapshots: { at: [1] } }],
    ['seed', { seed: 1 }],
  ];
  test.each(others)('with another %s', async (name, options) => {
    const work = run({ ...options, resume: checkpoint });
    expect(await refusal(() => work)).toBe('bad-option');
    await expect(work).rejects.toThrow(`with the ${name}`);
  });

  const damage: readonly [string, (bytes: Uint8Array) => Uint8Array][] = [
    ['cut off', (bytes) => bytes.slice(0, bytes.length / 2)],
    ['other safetensors', () => writeSafetensors([])],
    [
      'a weight missing',
      (bytes) => {
        const { tensors, metadata } = readSafetensors(bytes);
        return writeSafetensors([...tensors].slice(1), metadata);
      },
    ],
    [
      'a step of another batch',
      (bytes) => {
        const { tensors, metadata } = readSafetensors(bytes);
        const progress = metadata.get('progress')!.replace('"step":4', '"step":5');
        return writeSafetensors(tensors, new Map(metadata).set('progress', progress));
      },
    ],
  ];
  test.each(damage)('that is damaged: %s', async (_, change) => {
    const { makes, judges, dispose } = toyPair();
    const before = weightsOf(makes);
    expect(
      await refusal(() => trainGan(makes, judges, data, { epochs: 3, batch: 8, resume: change(checkpoint) })),
    ).toBe('bad-file');
    expect(weightsOf(makes)).toEqual(before);
    dispose();
  });
});

test('the same seed gives the same networks, another one others', async () => {
  const [a, b, c] = [await run(toyTraining), await run(toyTraining), await run({ ...toyTraining, seed: 6 })];
  expect(b.weights).toEqual(a.weights);
  expect(c.weights).not.toEqual(a.weights);
});
