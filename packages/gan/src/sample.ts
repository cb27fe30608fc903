import type { Decoder } from '@interp/core';
import { checkedOptions, checkNumber } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { sampleLatent } from './sample-latent.js';

/** Samples of a generator with the latent codes that they are made of; both tensors belong to the caller. */
export interface GanSamples {
  /** `[n, ...outputShape]`. */
  readonly images: tf.Tensor;
  /** `[n, latentSize]`. */
  readonly latent: tf.Tensor2D;
}

/** What {@link sample} can be told. */
export interface SampleOptions {
  /** How many. Default 10. */
  readonly count?: number;
  /** Decides the latent codes: a whole number. Default 0. */
  readonly seed?: number;
  /** How many at a time, to keep memory small. Default 500. */
  readonly batch?: number;
}

/**
 * Samples of a generator: z ~ N(0, I) decoded.
 *
 * @param source - a decoder, of {@link decoder} for example; borrowed
 * @param options - how many, seed
 * @returns images and latent codes, the caller's
 * @throws InterpError `bad-option` for a number that is no whole one or too small
 *
 * @example
 * ```ts
 * import { decoder, generator, sample } from '@interp/gan';
 *
 * const { images, latent } = sample(decoder(generator({ seed: 1 })), { count: 100, seed: 3 });
 * console.log(images.shape, latent.shape); // [ 100, 28, 28, 1 ] [ 100, 64 ]
 * ```
 */
export const sample = (source: Decoder, options: SampleOptions = {}): GanSamples => {
  const { count = 10, seed = 0, batch = 500 } = checkedOptions(options);
  checkNumber('batch', batch, { min: 1, integer: true });
  const latent = sampleLatent(count, source.latentSize, seed);
  const images = tf.tidy(() => {
    const parts = Array.from({ length: Math.ceil(count / batch) }, (_, i) => {
      const from = i * batch;
      return source.decode(tf.slice(latent, [from, 0], [Math.min(batch, count - from), source.latentSize]));
    });
    return parts.length === 1 ? parts[0] : tf.concat(parts);
  });
  return { images, latent };
};
