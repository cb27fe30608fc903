import { startBackend } from '@interp/backend';
import { classifier } from '@interp/core';
import { decoder, evaluateGan, sample } from '@interp/gan';
import { findMnist, loadMnist } from '@interp/mnist/node';
import * as tf from '@tensorflow/tfjs-core';
import {
  generatorCard,
  generatorHistory,
  pretrained,
  pretrainedGenerator,
  pretrainedGeneratorNames,
  type PretrainedGeneratorName,
} from '../src/index.js';
import { refused } from '@interp/testing/refusal';

beforeAll(async () => {
  await startBackend('wasm');
});

/** How much less often than of test digits a classifier may be sure of samples. */
const short: Readonly<Record<PretrainedGeneratorName, number>> = { generator: 0.07, 'generator-conv': 0.01 };

/** Of a thousand samples, those of which both networks must say the same. */
const mustAgree: Readonly<Record<PretrainedGeneratorName, number>> = { generator: 930, 'generator-conv': 970 };

describe.each(pretrainedGeneratorNames)('%s', (name) => {
  test('is the network of its card, and nothing else stays behind', async () => {
    const before = tf.memory().numTensors;
    const model = await pretrainedGenerator(name);
    const card = generatorCard(name);
    const digits = decoder(model);
    expect([digits.latentSize, digits.outputShape, digits.bounds]).toEqual([card.latentSize, [28, 28, 1], [-1, 1]]);
    expect(model.countParams()).toBe(card.parameters);
    model.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test('makes digits of all classes, which both networks that ship agree on for the most part', async () => {
    const models = [await pretrained('lenet'), await pretrained('lenet-relu'), await pretrainedGenerator(name)];
    const [lenet, relu] = models.slice(0, 2).map((model) => classifier(model));
    const { images, latent } = sample(decoder(models[2]), { count: 1000, seed: 7 });
    const classes = [lenet, relu].map((one) => tf.tidy(() => Array.from(tf.argMax(one.logits(images), 1).dataSync())));
    const counts = Array.from({ length: 10 }, (_, c) => classes[0].filter((one) => one === c).length);
    expect(Math.min(...counts)).toBeGreaterThan(30);
    const agreed = classes[0].filter((one, i) => one === classes[1][i]).length;
    expect(agreed).toBeGreaterThan(mustAgree[name]);
    tf.dispose([images, latent]);
    for (const model of models) model.dispose();
  });

  test('its card says what a generator must reach', () => {
    const { coverage, judges, frechet, frechetFloor, frechetUntrained, nearest, nearestOfTest } = generatorCard(name);
    expect(coverage).toHaveLength(10);
    expect(coverage.reduce((sum, part) => sum + part, 0)).toBeCloseTo(1, 6);
    expect(Math.min(...coverage)).toBeGreaterThanOrEqual(0.07);
    for (const { sure, testSure, rarest } of judges) {
      expect(sure).toBeGreaterThan(testSure - short[name]);
      expect(rarest).toBeGreaterThanOrEqual(0.07);
    }
    expect(judges).toHaveLength(4);
    expect(frechet).toBeLessThan(2.5 * frechetFloor);
    expect(frechet).toBeLessThan(frechetUntrained / 3);
    expect(frechet).toBeGreaterThan(frechetFloor);
    expect(nearest.median).toBeGreaterThan(0.7 * nearestOfTest.median);
  });
});

test('the history shows noise first and digits last', async () => {
  const { steps, count, imageShape, images } = await generatorHistory();
  const size = count * imageShape.reduce((product, length) => product * length, 1);
  expect([steps[0], images.length]).toEqual([0, steps.length * size]);
  const background = (shot: number): number =>
    images.slice(shot * size, (shot + 1) * size).filter((value) => value < -0.9).length / size;
  expect(background(0)).toBeLessThan(0.1);
  expect(background(steps.length - 1)).toBeGreaterThan(0.6);
});

test('another name is refused', async () => {
  expect((await refused(() => generatorCard('generator-9' as PretrainedGeneratorName))).message).toMatch(
    'expected one of generator',
  );
});

const folder = await findMnist().catch(() => undefined);
const atHand = folder === undefined ? [] : pretrainedGeneratorNames.map((name) => [name, folder] as const);

if (atHand.length > 0)
  test.each(atHand)('%s: 10,000 samples are what the card says', async (name, place) => {
    const [judge, model] = [await pretrained('lenet'), await pretrainedGenerator(name)];
    const found = await evaluateGan(decoder(model), classifier(judge), await loadMnist(place), {
      neighbours: 0,
      seed: 100,
    });
    const card = generatorCard(name);
    found.coverage.forEach((part, c) => expect(part).toBeCloseTo(card.coverage[c], 2));
    expect(found.frechet).toBeCloseTo(card.frechet, 2);
    expect(found.floor).toBeCloseTo(card.frechetFloor, 3);
    for (const one of [judge, model]) one.dispose();
  });
