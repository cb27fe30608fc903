import * as tf from '@tensorflow/tfjs-core';

/**
 * One-hot rows. (TensorFlow.js 4.22's own operation writes integers into a float32 tensor on wasm.)
 *
 * @param labels - classes, each below `classes`
 * @param classes - how many there are
 * @returns float32 `[n, classes]`, which belongs to the caller
 */
export const oneHot = (labels: ArrayLike<number>, classes: number): tf.Tensor2D => {
  const values = new Float32Array(labels.length * classes);
  for (let i = 0; i < labels.length; i++) values[i * classes + labels[i]] = 1;
  return tf.tensor2d(values, [labels.length, classes]);
};
