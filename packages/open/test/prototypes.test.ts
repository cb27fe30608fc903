import { startBackend } from '@interp/backend';
import { saveModel } from '@interp/files/node';
import { refused, refusal } from '@interp/testing/refusal';
import { randomise } from '@interp/testing/small-models';
import * as tf from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { namedPrototypeMethodOf, openClassifier, openJudge } from '../src/index.js';

const folder = mkdtempSync(join(tmpdir(), 'prototypes-'));
let lenet: Awaited<ReturnType<typeof openClassifier>>;
let small = '';
let half = '';
beforeAll(async () => {
  await startBackend('wasm');
  lenet = await openClassifier('lenet');
  const net = (units: number, inputShape: number[]) =>
    randomise(sequential({ layers: [layers.flatten({ inputShape }), layers.dense({ units })] }), units);
  small = await saveModel(net(3, [2, 2, 1]), join(folder, 'small'));
  half = await saveModel(net(10, [28, 28, 1]), join(folder, 'half'), { bounds: [0, 1] });
});
afterAll(() => {
  lenet.dispose();
  rmSync(folder, { recursive: true, force: true });
});

describe('openJudge', () => {
  test.each([
    ['lenet', undefined, 'lenet-relu'],
    ['lenet-relu', undefined, 'lenet'],
    ['lenet', 'lenet-thesis', 'lenet-thesis'],
  ])('prototypes of %s, where %s is asked for, are judged by %s', async (model, judge, expected) => {
    const { name, network, dispose } = await openJudge(lenet, { model, judge });
    expect([name, network.classes]).toEqual([expected, 10]);
    dispose();
  });

  test('the judge sees the same picture in its own units', async () => {
    const { network, dispose } = await openJudge(lenet, { model: 'lenet', judge: half });
    const alone = await openClassifier(half);
    const x = tf.randomUniform([2, 28, 28, 1], -1, 1, 'float32', 4);
    const [judged, own] = [network.logits(x), alone.logits(tf.div(tf.add(x, 1), 2))].map((y) => y.dataSync());
    expect(Math.max(...judged.map((value, i) => Math.abs(value - own[i])))).toBeLessThan(1e-5);
    dispose();
    alone.dispose();
  });

  test('a network of other images judges itself, unless another one is asked for', async () => {
    const net = await openClassifier(small);
    const { name, network, dispose } = await openJudge(net, { model: 'mine' });
    expect([name, network]).toEqual(['mine', net]);
    dispose();
    expect(net.logits(tf.zeros([1, 2, 2, 1])).shape).toEqual([1, 3]);
    const { code, message } = await refused(() => openJudge(net, { model: 'mine', judge: 'lenet' }));
    expect([code, message]).toEqual([
      'bad-option',
      'the option judge takes [28, 28, 1] to 10 classes and the model [2, 2, 1] to 3 classes; expected a judge of the same images and classes',
    ]);
    net.dispose();
  });
});

describe('namedPrototypeMethodOf', () => {
  test.each([
    ['am', { method: 'am' }],
    ['an expert', { method: 'expert', expert: 'rbm-8', gamma: 0.1 }],
    ['a decoder, by which two networks pick', { method: 'decoder', restarts: 2, draws: 2, model: 'lenet' }],
    ['a decoder and an expert', { method: 'decoder', expert: 'rbm-8', gamma: 0.1, restarts: 1, draws: 1 }],
    ['the odd one', { method: 'decoder', pick: 'odd', restarts: 2, model: 'lenet' }],
  ] as const)('%s: finds, and lets go of what it opened', async (_, options) => {
    const find = namedPrototypeMethodOf({ ...options, steps: 2, seed: 1 });
    const before = tf.memory().numTensors;
    const { images, latents, items } = await find(lenet, { classes: [5] });
    expect([images.shape, items.length]).toEqual([[1, 28, 28, 1], 1]);
    tf.dispose([images, ...(latents ? [latents] : [])]);
    expect(tf.memory().numTensors).toBe(before);
  });

  test.each([
    [{ method: 'am', expert: 'rbm-8' }, 'the option expert means nothing to am; leave it out'],
    [{ method: 'expert', decoder: 'generator' }, 'the option decoder means nothing to expert; leave it out'],
    [
      { method: 'background', pick: 'odd' },
      '{ pick: "odd" } means nothing to background; leave it out or take { method: "decoder" }',
    ],
  ] as const)('%j is refused before anything is opened', async (options, expected) => {
    expect(await refused(() => namedPrototypeMethodOf(options))).toMatchObject({
      code: 'bad-option',
      message: expected,
    });
  });

  test('the best of runs may be asked of every method; names that mean nothing are refused', async () => {
    expect(typeof namedPrototypeMethodOf({ method: 'am', pick: 'best' })).toBe('function');
    const find = namedPrototypeMethodOf({ method: 'decoder', decoder: 'nobody' });
    expect(await refusal(() => find(lenet, { classes: [1] }))).toBe('not-found');
    const before = tf.memory().numTensors;
    const byBinary = namedPrototypeMethodOf({ method: 'expert', expert: 'rbm-binary' });
    expect(await refusal(() => byBinary(lenet, { classes: [1] }))).toBe('unsupported-model');
    expect(tf.memory().numTensors).toBe(before);
  });
});
