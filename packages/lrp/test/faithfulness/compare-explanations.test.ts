import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { classifier } from '@interp/core';
import {
  compareExplanations,
  complexity,
  gradientTimesInput,
  overChannels,
  pixelFlipping,
  sensitivity,
  sparseness,
} from '../../src/index.js';
import { batchOf, slowClassifier, slowImages } from '../slow-classifier.js';
import { refused } from '@interp/testing/refusal';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

test('each method has its maps and their measures, all compared with the same random orders', () => {
  const c = slowClassifier();
  const x = batchOf(slowImages(2));
  const before = tf.memory().numTensors;
  const methods = { sensitivity, 'gradient-x-input': gradientTimesInput };
  const found = [...compareExplanations(c, x, methods, { step: 2, randomOrders: 3, seed: 4 })];
  expect(found.map(({ method }) => method)).toEqual(['sensitivity', 'gradient-x-input']);
  const random = pixelFlipping(c, x, found[0].relevance, { step: 2, randomOrders: 3, seed: 4 }).randomAreas;
  for (const { method, relevance, targets, measures } of found) {
    const own = methods[method as keyof typeof methods](c, x);
    expect(relevance.dataSync()).toEqual(own.relevance.dataSync());
    expect(targets).toEqual(own.targets);
    const { areas } = pixelFlipping(c, x, relevance, { target: own.targets, step: 2 });
    expect(measures).toEqual(
      areas.map((area, i) => ({
        score: own.scores[i],
        total: own.totals[i],
        ratio: own.ratio[i],
        area,
        randomArea: random[i],
        sparseness: sparseness(relevance)[i],
        complexity: complexity(relevance)[i],
      })),
    );
    tf.dispose([relevance, own.relevance]);
  }
  expect(tf.memory().numTensors).toBe(before);
  x.dispose();
});

test('maps of one channel are those of pixels whose channels share', () => {
  const c = classifier((x) => tf.matMul(tf.reshape(x, [-1, 12]), tf.sin(tf.reshape(tf.range(0, 24), [12, 2]))), {
    inputShape: [2, 2, 3],
    classes: 2,
  });
  const x = tf.tidy(() => tf.reshape(tf.cos(tf.range(0, 24)), [2, 2, 2, 3]));
  const pixels = tf.tidy(() => tf.reshape(tf.sin(tf.range(0, 8)), [2, 2, 2, 1]));
  const channels = overChannels(pixels, [2, 2, 3]);
  expect(channels.shape).toEqual([2, 2, 2, 3]);
  channels.dataSync().forEach((value, i) => expect(3 * value).toBeCloseTo(Math.sin(Math.floor(i / 3)), 5));
  const curves = [pixels, channels].map((maps) => pixelFlipping(c, x, maps, { score: 'logit', step: 1 }).curves);
  expect(curves[0]).toEqual(curves[1]);
  tf.dispose([x, pixels, channels]);
});

test('options that are none are refused', async () => {
  const x = batchOf(slowImages(1));
  const none = 5 as unknown as object;
  expect((await refused(() => compareExplanations(slowClassifier(), x, { sensitivity }, none).next())).message).toMatch(
    'options',
  );
  x.dispose();
});
