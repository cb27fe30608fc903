import { useBackend } from '@interp/backend';
import { classifier } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import { fixtures, goldenLenet } from '../../../tools/goldens/goldens.mjs';
import { prototypes } from '../src/index.js';
import { leaving } from './tiny.js';

beforeAll(() => useBackend('wasm'));

test.each(['sigmoid', 'relu'])('ten digits that a LeNet of %s units is sure of, from several seeds', async (units) => {
  const model = goldenLenet(fixtures.read(`model-${units}`));
  const lenet = classifier(model);
  for (const seed of [1, 2]) {
    const { images, items } = await leaving(1, () => prototypes(lenet, { seed }));
    const logits = lenet.logits(images);
    const again = tf.tidy(() => tf.softmax(logits).arraySync());
    items.forEach(({ probability, objective }, c) => {
      expect(probability).toBeGreaterThan(0.99);
      expect(again[c][c]).toBeGreaterThan(0.99);
      expect(objective).toBeGreaterThan(0.95);
    });
    tf.dispose([images, logits]);
  }
  model.dispose();
});
