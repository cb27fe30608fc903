import { startBackend } from '@interp/backend';
import * as tf from '@tensorflow/tfjs-core';
import { drawnDigits } from '../src/index.js';

test('a batch by the compiled look-up is the one that is filled by hand, to the bit', async () => {
  await startBackend('wasm');
  expect(tf.getKernel('LookUp', 'wasm')).toBeDefined();
  const set = drawnDigits({ seed: 4, count: 12 });
  const before = tf.memory().numTensors;
  const indices = [11, 0, 5, 5];
  const filled = new Float32Array(4 * 784);
  set.fill(indices, filled);
  const batch = set.images(indices);
  expect(batch.shape).toEqual([4, 28, 28, 1]);
  expect(batch.dtype).toBe('float32');
  expect(Array.from(batch.dataSync())).toEqual(Array.from(filled));
  batch.dispose();
  expect(tf.memory().numTensors).toBe(before);
});
