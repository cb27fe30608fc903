import { random } from '@interp/core';
import { checkNumber } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';

/**
 * Latent codes from N(0, I), the same for the same seed on every platform.
 *
 * @param n - how many
 * @param size - length of each, a decoder's `latentSize`
 * @param seed - a whole number. Default 0
 * @returns `[n, size]`, the caller's
 * @throws InterpError `bad-option` for a number that is no whole one or too small
 */
export const sampleLatent = (n: number, size: number, seed = 0): tf.Tensor2D => {
  checkNumber('n', n, { min: 1, integer: true });
  checkNumber('the latent size', size, { min: 1, integer: true });
  return tf.tensor2d(random(seed).normals(n * size), [n, size]);
};
