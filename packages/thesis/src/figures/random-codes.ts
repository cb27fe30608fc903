import { random, type Decoder } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';

/**
 * Latent codes from N(0, I), each another.
 *
 * @param decoder - the decoder that they are for
 * @param n - how many
 * @param seed - decides them
 * @returns `[n, latentSize]`, which belongs to the caller
 */
export const randomCodes = ({ latentSize }: Decoder, n: number, seed: number): tf.Tensor2D =>
  tf.tensor2d(random(seed).normals(n * latentSize), [n, latentSize]);
