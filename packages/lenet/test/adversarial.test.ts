import { interruptAt } from '@interp/testing/interruption';
import { startBackend } from '@interp/backend';
import { InterpError } from '@interp/core';
import { readSafetensors, writeSafetensors } from '@interp/files';
import type { AdversarialTraining } from '@interp/training';
import * as tf from '@tensorflow/tfjs-core';
import { meanSquaredError, train, type EpochRecord, type TrainOptions } from '../src/index.js';
import { refusal, refused } from '@interp/testing/refusal';
import { paired, stepping } from './stepping.js';
import { toyImages, toyModel, weightsOf } from './toy.js';

beforeAll(async () => {
  await startBackend('wasm');
});

const data = toyImages(44);

/** Trains a fresh small network, up to some step if one is given. */
const run = async (
  options: TrainOptions,
  until = Infinity,
): Promise<{ weights: number[][]; checkpoint: Uint8Array; history: readonly EpochRecord[] }> => {
  const model = toyModel();
  const interruption = interruptAt(until);
  const { history } = await train(model, data, {
    epochs: 3,
    batch: 8,
    rate: 0.02,
    ...options,
    ...interruption.options,
  });
  const weights = weightsOf(model);
  model.dispose();
  return {
    weights,
    checkpoint: interruption.checkpoint(),
    history: history.map((record) => ({ ...record, seconds: 0 })),
  };
};

const variants: readonly [string, TrainOptions][] = [
  ['examples alone', { adversarial: stepping }],
  ['a loss of both', { adversarial: paired }],
  ['moved images', { adversarial: stepping, augment: { shift: 1 } }],
  ['an early stop', { adversarial: stepping, validation: 0.2, earlyStop: { patience: 1 }, rate: 0.3, epochs: 9 }],
];

describe.each(variants)('with %s', (_, options) => {
  test.each([1, 4, 6, 13])('stopped at step %i and resumed: weights and history to the bit', async (step) => {
    const before = tf.memory().numTensors;
    const whole = await run(options);
    const part = await run(options, step);
    const rest = await run({ ...options, resume: part.checkpoint });
    expect(rest.weights).toEqual(whole.weights);
    expect(rest.history).toEqual(whole.history);
    expect(tf.memory().numTensors).toBe(before);
  });
});

test('the history has the loss of the images and that of the examples', async () => {
  const { history } = await run({ adversarial: stepping, validation: 0.2 });
  for (const { loss, accuracy, clean, adversarial, validation } of history) {
    expect(adversarial!.loss).toBeCloseTo(loss, 5);
    expect(adversarial!.accuracy).toBe(accuracy);
    expect(validation!.adversarial!.loss).toBeGreaterThan(validation!.loss);
    expect(clean!.accuracy).toBeGreaterThanOrEqual(0);
  }
  expect(history[2].adversarial!.loss).toBeGreaterThan(history[2].clean!.loss);
  const both = await run({ adversarial: paired });
  for (const { loss, clean, adversarial } of both.history)
    expect(loss).toBeCloseTo((clean!.loss + adversarial!.loss) / 2, 5);
});

test('without it nothing is said of examples', async () => {
  const { history, checkpoint } = await run({});
  expect(history[0]).not.toHaveProperty('adversarial');
  expect(history[0]).not.toHaveProperty('clean');
  const progress = JSON.parse(readSafetensors(checkpoint).metadata.get('progress')!) as { state: unknown };
  expect(progress.state).not.toHaveProperty('adversarial');
});

test('it resists what it was trained on better than a network that was not', async () => {
  const lossOf = async (options: TrainOptions): Promise<number> => {
    const [full] = (await run({ ...options, epochs: 20 })).history.slice(-1);
    return full.validation!.adversarial!.loss;
  };
  const hardened = await lossOf({ adversarial: stepping, validation: 0.2 });
  const late: AdversarialTraining = {
    ...stepping,
    examples: (classifier, x, labels, context) =>
      context.epochs === Infinity ? stepping.examples(classifier, x, labels, context) : tf.clone(x),
  };
  expect(hardened).toBeLessThan(await lossOf({ adversarial: late, validation: 0.2 }));
});

describe('what cannot go on', () => {
  test('a checkpoint of another adversary, or of none', async () => {
    const { checkpoint } = await run({ adversarial: stepping }, 4);
    for (const adversarial of [undefined, paired, { ...stepping, settings: { length: 0.3 } }]) {
      const error = await refused(() => run({ adversarial, resume: checkpoint }));
      expect(error.code).toBe('bad-option');
      expect(error.message).toMatch(/other options: adversarial/);
    }
  });

  test('a checkpoint that has lost what the examples were made with', async () => {
    const { checkpoint } = await run({ adversarial: stepping }, 4);
    const { tensors, metadata } = readSafetensors(checkpoint);
    const progress = JSON.parse(metadata.get('progress')!) as { state: Record<string, unknown> };
    expect(progress.state['adversarial']).toHaveLength(4);
    delete progress.state['adversarial'];
    const damaged = writeSafetensors(tensors, new Map(metadata).set('progress', JSON.stringify(progress)));
    expect(await refusal(() => run({ adversarial: stepping, resume: damaged }))).toBe('bad-file');
  });

  test('another loss than the one that it brings', async () => {
    expect(await refusal(() => run({ adversarial: paired, loss: meanSquaredError }))).toBe('bad-option');
  });

  test('a network that gives no numbers any more: when, and what to do', async () => {
    const broken: AdversarialTraining = {
      ...stepping,
      examples: () => {
        throw new InterpError('not-finite', 'the scores are not finite');
      },
    };
    const model = toyModel();
    const before = tf.memory().numTensors;
    const error = await refused(() => train(model, data, { adversarial: broken }));
    expect(error.code).toBe('not-finite');
    expect(error.message).toMatch(/^after 0\.00 epochs .* lower rate/);
    expect(tf.memory().numTensors).toBe(before);
    model.dispose();
  });
});
