import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { heatmapGrid, imageGrid, pixelsOf } from '@interp/viz';

beforeAll(async () => {
  await tf.setBackend('cpu');
  (tf.backend() as unknown as { firstUse: boolean }).firstUse = false;
});

it('reads a tensor, which stays the caller’s', async () => {
  const tensor = tf.tensor4d([-1, 0, 0.5, 1], [1, 2, 2, 1]);
  const before = tf.memory().numTensors;
  const pixels = await pixelsOf(tensor);
  expect(pixels.shape).toEqual([1, 2, 2, 1]);
  expect(Array.from(pixels.data)).toEqual([-1, 0, 0.5, 1]);
  expect(imageGrid(pixels)).toBe(imageGrid({ data: Float32Array.of(-1, 0, 0.5, 1), shape: [1, 2, 2, 1] }));
  expect(heatmapGrid([{ maps: pixels }])).toContain('<image');
  expect(tf.memory().numTensors).toBe(before);
  expect(tensor.isDisposed).toBe(false);
  tensor.dispose();
});
