import { startBackend } from '@interp/backend';
import type { LabelledImages } from '@interp/core';
import { readSafetensors, writeSafetensors } from '@interp/files';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import {
  discriminator,
  generator,
  hinge,
  nonSaturating,
  r1,
  trainGan,
  wganGp,
  type TrainGanOptions,
} from '../src/index.js';
import { refusal, refused } from '@interp/testing/refusal';
import { data, run } from './toy-run.js';
import { toyPair, weightsOf } from './toy.js';

beforeAll(async () => {
  await startBackend('wasm');
});

describe('what cannot be trained is refused', () => {
  const still = (level: number): LabelledImages => ({
    ...data,
    images: (indices) => tf.fill([indices.length, 4, 4, 1], level),
  });

  const misfits: readonly [string, string, () => readonly [tfl.LayersModel, tfl.LayersModel, LabelledImages]][] = [
    [
      'images of 0 to 1 for a tanh',
      'bad-value',
      () => [toyPair().generatorModel, toyPair().discriminatorModel, still(0.5)],
    ],
    ['images out of range', 'bad-value', () => [toyPair().generatorModel, toyPair().discriminatorModel, still(-7)]],
    [
      'images that are no numbers',
      'bad-value',
      () => [toyPair().generatorModel, toyPair().discriminatorModel, still(NaN)],
    ],
    [
      'a generator of other images',
      'bad-shape',
      () => [generator({ latentSize: 4, outputShape: [5, 4, 1] }), toyPair().discriminatorModel, data],
    ],
    [
      'a discriminator of other images',
      'bad-shape',
      () => [toyPair().generatorModel, discriminator({ inputShape: [5, 4, 1] }), data],
    ],
    [
      'a discriminator with two outputs',
      'unsupported-model',
      () => [toyPair().generatorModel, toyPair().generatorModel, data],
    ],
    [
      'a discriminator with a sigmoid',
      'unsupported-model',
      () => [
        toyPair().generatorModel,
        tfl.sequential({
          layers: [
            tfl.layers.flatten({ inputShape: [4, 4, 1] }),
            tfl.layers.dense({ units: 1, activation: 'sigmoid' }),
          ],
        }),
        data,
      ],
    ],
    [
      'more classes than numbers of a code',
      'bad-option',
      () => [toyPair().generatorModel, discriminator({ inputShape: [4, 4, 1], hidden: [16], classes: 5 }), data],
    ],
    ['labels beyond the logits', 'bad-value', () => [toyPair().generatorModel, toyPair(3).discriminatorModel, data]],
  ];
  test('a penalty between a real and a generated image of different classes', async () => {
    const { generatorModel, discriminatorModel, dispose } = toyPair(4);
    const options = { epochs: 1, loss: wganGp() };
    expect(await refusal(() => trainGan(generatorModel, discriminatorModel, data, options))).toBe('bad-option');
    dispose();
  });
  test.each(misfits)('%s', async (_, code, make) => {
    const [generatorModel, discriminatorModel, images] = make();
    expect(await refusal(() => trainGan(generatorModel, discriminatorModel, images, { epochs: 1 }))).toBe(code);
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
    const { generatorModel, discriminatorModel, dispose } = toyPair();
    expect(await refusal(() => trainGan(generatorModel, discriminatorModel, data, options))).toBe('bad-option');
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
    const error = await refused(() => run({ ...options, resume: checkpoint }));
    expect(error.code).toBe('bad-option');
    expect(error.message).toMatch(new RegExp(`other options: ${name}[ .]`));
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
  test('of an earlier format: in one sentence', async () => {
    const { tensors, metadata } = readSafetensors(checkpoint);
    const resume = writeSafetensors(tensors, new Map(metadata).set('format', 'interp-gan-training-1'));
    const error = await refused(() => run({ resume }));
    expect(error.code).toBe('bad-file');
    expect(error.message).toMatch(/format interp-gan-training-1 of another version/);
  });

  test.each(damage)('that is damaged: %s', async (_, change) => {
    const { generatorModel, discriminatorModel, dispose } = toyPair();
    const before = weightsOf(generatorModel);
    expect(
      await refusal(() =>
        trainGan(generatorModel, discriminatorModel, data, { epochs: 3, batch: 8, resume: change(checkpoint) }),
      ),
    ).toBe('bad-file');
    expect(weightsOf(generatorModel)).toEqual(before);
    dispose();
  });
});
