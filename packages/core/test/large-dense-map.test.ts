import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-wasm';
import { inBlocks } from '../src/network/maps/large-dense-map.js';
import { mixedSigns, signs } from '../src/network/maps/signed-sums.js';

beforeAll(async () => {
  await tf.setBackend('wasm');
});

/** Weights of two blocks, the last one smaller. */
const [inputs, units] = [17, 250_000];

test('dense layers with very many weights compute block by block what others do at once', () => {
  const before = tf.memory().numTensors;
  tf.tidy(() => {
    const weights = tf.randomUniform([inputs, units], -1, 1, 'float32', 1);
    const [x, halves] = [inputs, 2 * inputs].map((n) => tf.randomUniform([2, n], -1, 1, 'float32', n));
    const [y, both] = [units, 2 * units].map((n) => tf.randomUniform([2, n], -1, 1, 'float32', n));
    const compare = (found: tf.Tensor, expected: tf.Tensor): void => {
      expect(found.shape).toEqual(expected.shape);
      const largest = tf.max(tf.abs(expected)).dataSync()[0];
      expect(tf.max(tf.abs(tf.sub(found, expected))).dataSync()[0]).toBeLessThan(1e-5 * largest);
    };
    compare(inBlocks.apply(x, weights, 'positive'), tf.matMul(x, tf.relu(weights)));
    compare(inBlocks.transpose(y, weights, 'square'), tf.matMul(y, tf.square(weights), false, true));
    compare(inBlocks.transpose(y, weights), tf.matMul(y, weights, false, true));
    for (const [of, given, isMixed] of [[signs, x, false], [mixedSigns, halves, true]] as const) {
      compare(inBlocks.signedSums(given, weights, isMixed), tf.matMul(given, of(weights)));
      compare(inBlocks.signedTranspose(both, weights, isMixed), tf.matMul(both, of(weights), false, true));
    }
  }); // prettier-ignore
  expect(tf.memory().numTensors).toBe(before);
});
