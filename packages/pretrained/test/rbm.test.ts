import { startBackend } from '@interp/backend';
import { random, type LabelledImages } from '@interp/core';
import { sampleDigits } from '@interp/mnist';
import { findMnist, loadMnistSplit } from '@interp/mnist/node';
import { binarised, canEnumerate, exactLogPartition, gibbs, logDensity } from '@interp/rbm';
import * as tf from '@tensorflow/tfjs-core';
import { pretrainedRbm, pretrainedRbmNames, rbmCard, type PretrainedRbmName } from '../src/index.js';
import { refused } from '@interp/testing/refusal';

beforeAll(async () => {
  await startBackend('wasm');
});

const asSeenBy = (name: PretrainedRbmName, data: LabelledImages): LabelledImages =>
  name === 'rbm-binary' ? binarised(data) : data;

describe.each(pretrainedRbmNames)('%s', (name) => {
  test('is the model of its card, and nothing else stays behind', async () => {
    const before = tf.memory().numTensors;
    const rbm = await pretrainedRbm(name);
    const card = rbmCard(name);
    expect([rbm.variant.name, rbm.hidden, rbm.inputShape]).toEqual([card.variant, card.hidden, [28, 28, 1]]);
    const black = tf.fill([1, 28, 28, 1], name === 'rbm-binary' ? 0 : -1);
    const log = logDensity(rbm, black);
    expect(log.dataSync()[0]).toBeCloseTo(card.logDensity.black, 1);
    if (canEnumerate(rbm)) expect(await exactLogPartition(rbm)).toBeCloseTo(card.logZ.value, 6);
    tf.dispose([black, log]);
    rbm.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test('finds digits likelier than noise, and still shows strokes after 100 Gibbs steps', async () => {
    const rbm = await pretrainedRbm(name);
    const digits = asSeenBy(name, sampleDigits()).images([...Array(10).keys()]);
    const numbers = random(1).uniforms(7840, name === 'rbm-binary' ? 0 : -1, 1);
    const noise = tf.tensor(name === 'rbm-binary' ? numbers.map(Math.round) : numbers, [10, 28, 28, 1]);
    const [a, b] = [logDensity(rbm, digits), logDensity(rbm, noise)];
    expect(Math.min(...a.dataSync())).toBeGreaterThan(Math.max(...b.dataSync()) + 100);
    const samples = await gibbs(rbm, digits, { steps: 100, seed: 1 });
    const middle = name === 'rbm-binary' ? 0.5 : 0;
    const bright = tf.tidy(() => tf.mean(tf.cast(tf.greater(samples.means, middle), 'float32'), [1, 2, 3]));
    for (const part of bright.dataSync()) {
      expect(part).toBeGreaterThan(0.01);
      expect(part).toBeLessThan(0.5);
    }
    tf.dispose([digits, noise, a, b, bright, samples.visible, samples.means, samples.hidden]);
    rbm.dispose();
  });
});

const folder = await findMnist().catch(() => undefined);
const atHand = folder === undefined ? [] : pretrainedRbmNames.map((name) => [name, folder] as const);

if (atHand.length > 0)
  test.each(atHand)('%s: the mean log-density of the test digits is that of the card', async (name, place) => {
    const rbm = await pretrainedRbm(name);
    const data = asSeenBy(name, await loadMnistSplit(place, 'test'));
    let sum = 0;
    for (let start = 0; start < 10_000; start += 1000) {
      const images = data.images(Array.from({ length: 1000 }, (_, i) => start + i));
      const logs = logDensity(rbm, images);
      for (const log of logs.dataSync<'float32'>()) sum += log;
      tf.dispose([images, logs]);
    }
    expect(sum / 10_000).toBeCloseTo(rbmCard(name).logDensity.digits, 1);
    rbm.dispose();
  });

test('another name is refused', async () => {
  expect((await refused(() => rbmCard('rbm-9' as PretrainedRbmName))).message).toMatch('rbm-100');
});
