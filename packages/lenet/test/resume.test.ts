import { interruptAt } from '@interp/testing/interruption';
import { startBackend } from '@interp/backend';
import { readSafetensors, writeSafetensors } from '@interp/files';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { adam, constantRate, sgd, train, type TrainOptions } from '../src/index.js';
import { refusal, refused } from '@interp/testing/refusal';
import { toyImages, toyModel, weightsOf } from './toy.js';

beforeAll(async () => {
  await startBackend('wasm');
});

const data = toyImages(44);

/** A checkpoint with one entry of its metadata changed. */
const withEntry = (bytes: Uint8Array, key: string, change: string | ((text: string) => string)): Uint8Array => {
  const { tensors, metadata } = readSafetensors(bytes);
  const text = typeof change === 'string' ? change : change(metadata.get(key) ?? '');
  expect(text).not.toBe(metadata.get(key));
  return writeSafetensors(tensors, new Map(metadata).set(key, text));
};

/** Trains a fresh small network, up to some step if one is given. */
const run = async (
  options: TrainOptions,
  until = Infinity,
): Promise<{ weights: number[][]; checkpoint: Uint8Array; losses: number[]; ended: string }> => {
  const model = toyModel();
  const interruption = interruptAt(until);
  const { history, ended } = await train(model, data, {
    epochs: 3,
    batch: 8,
    ...options,
    ...interruption.options,
  });
  const weights = weightsOf(model);
  model.dispose();
  return { weights, checkpoint: interruption.checkpoint(), losses: history.map(({ loss }) => loss), ended };
};

const variants: readonly [string, TrainOptions][] = [
  ['the defaults', {}],
  ['momentum and weight decay', { optimizer: sgd({ momentum: 0.9 }), rate: 0.05, weightDecay: 0.01 }],
  ['moved images', { augment: { shift: 1, rotate: 10, scale: 0.1, shear: 0.1 } }],
  ['a validation split', { validation: 0.2 }],
  ['an early stop', { validation: 0.2, earlyStop: { patience: 1 }, rate: 0.3, schedule: constantRate(), epochs: 9 }],
];

describe.each(variants)('with %s', (_, options) => {
  test.each([1, 4, 6, 7, 15])('stopped at step %i and resumed: weights and losses to the bit', async (step) => {
    const before = tf.memory().numTensors;
    const whole = await run(options);
    const part = await run(options, step);
    const rest = await run({ ...options, resume: part.checkpoint });
    expect(rest.weights).toEqual(whole.weights);
    expect(rest.losses).toEqual(whole.losses);
    expect(rest.ended).toBe(whole.ended);
    expect(tf.memory().numTensors).toBe(before);
  });
});

test('interrupted again and again', async () => {
  const whole = await run({});
  let { checkpoint } = await run({}, 1);
  for (let step = 2; step < 18; step++) ({ checkpoint } = await run({ resume: checkpoint }, step));
  expect((await run({ resume: checkpoint })).weights).toEqual(whole.weights);
});

test('what is finished is not trained on', async () => {
  const whole = await run({});
  const again = await run({ resume: whole.checkpoint });
  expect(again.weights).toEqual(whole.weights);
  expect(again.ended).toBe('finished');
});

test('layers with weights that are not trained keep them too', async () => {
  const make = (): tfl.LayersModel =>
    tfl.sequential({
      layers: [
        tfl.layers.flatten({ inputShape: [8, 8, 1] }),
        tfl.layers.batchNormalization(),
        tfl.layers.dense({ units: 4, kernelInitializer: 'ones' }),
      ],
    });
  const trained = async (resume?: Uint8Array, until = 9): Promise<{ weights: number[][]; bytes: Uint8Array }> => {
    const model = make();
    const stop = new AbortController();
    let bytes = new Uint8Array();
    await train(model, data, {
      epochs: 2,
      batch: 22,
      ...(resume && { resume }),
      signal: stop.signal,
      onCheckpoint: (written) => {
        bytes = written.slice();
      },
      onStep: ({ value }) => {
        if (value.step === until) stop.abort();
      },
    });
    return { weights: weightsOf(model), bytes };
  };
  const whole = await trained();
  const part = await trained(undefined, 3);
  expect((await trained(part.bytes)).weights).toEqual(whole.weights);
});

describe('a checkpoint is refused', () => {
  let checkpoint: Uint8Array;
  beforeAll(async () => {
    ({ checkpoint } = await run({}, 4));
  });

  const others: readonly [string, TrainOptions][] = [
    ['epochs', { epochs: 4 }],
    ['batch', { batch: 9 }],
    ['rate', { rate: 0.001 }],
    ['schedule', { schedule: constantRate() }],
    ['optimizer', { optimizer: adam({ beta1: 0.5 }) }],
    ['weightDecay', { weightDecay: 0.1 }],
    ['augment', { augment: { shift: 1 } }],
    ['validation', { validation: 0.2 }],
    ['seed', { seed: 1 }],
  ];
  test.each(others)('with another %s', async (name, options) => {
    const error = await refused(() => run({ ...options, resume: checkpoint }));
    expect(error.code).toBe('bad-option');
    expect(error.message).toMatch(new RegExp(`other options: ${name}[ .]`));
  });

  test('with other images or another model', async () => {
    expect(await refusal(() => train(toyModel(), toyImages(44, 2), { epochs: 3, batch: 8, resume: checkpoint }))).toBe(
      'bad-option',
    );
    const other = toyModel('dense');
    expect(await refusal(() => train(other, data, { epochs: 3, batch: 8, resume: checkpoint }))).toBe(
      'unsupported-model',
    );
  });

  const damage: readonly [string, (bytes: Uint8Array) => Uint8Array][] = [
    ['cut off', (bytes) => bytes.slice(0, bytes.length / 2)],
    ['empty', () => new Uint8Array()],
    ['other safetensors', () => writeSafetensors([])],
    ['no progress', (bytes) => withEntry(bytes, 'progress', '')],
    ['a progress of another form', (bytes) => withEntry(bytes, 'progress', '{"epoch":-1}')],
    [
      'a batch beyond the epoch',
      (bytes) => withEntry(bytes, 'progress', (text) => text.replace('"batch":4', '"batch":40')),
    ],
    [
      'a step of another batch',
      (bytes) => withEntry(bytes, 'progress', (text) => text.replace('"step":4', '"step":5')),
    ],
    ['no fingerprint', (bytes) => withEntry(bytes, 'fingerprint', '')],
    [
      'a weight missing',
      (bytes) => {
        const { tensors, metadata } = readSafetensors(bytes);
        return writeSafetensors([...tensors].slice(1), metadata);
      },
    ],
  ];
  test.each(damage)('that is damaged: %s', async (_, change) => {
    const model = toyModel();
    const before = weightsOf(model);
    const resume = change(checkpoint);
    expect(await refusal(() => train(model, data, { epochs: 3, batch: 8, resume }))).toBe('bad-file');
    expect(weightsOf(model)).toEqual(before);
  });
});
