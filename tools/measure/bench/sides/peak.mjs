import * as tf from '@tensorflow/tfjs-core';

const [rows, inner, columns] = [144, 256, 512];

/**
 * What the machine can do at most, as far as a program of ours is concerned: how fast the innermost loop of the matrix product runs where panels stay in the caches.
 *
 * @returns {number} multiplications and additions a second, the most of many tries
 */
export const peakRate = () => {
  const [a, b] = [tf.randomUniform([rows, inner]), tf.randomUniform([inner, columns])];
  let best = Infinity;
  for (let i = 0; i < 400; i++) {
    const begin = performance.now();
    tf.matMul(a, b).dispose();
    best = Math.min(best, performance.now() - begin);
  }
  tf.dispose([a, b]);
  return (2 * rows * inner * columns) / (best / 1e3);
};
