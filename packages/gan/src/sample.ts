import { checkFields, checkNumber, number, optionsTable } from '@interp/checks';
import { random, type Decoder } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';

/**
 * Latent codes from N(0, I), the same for the same seed on every platform.
 *
 * @param n - how many
 * @param size - length of each, a decoder's `latentSize`
 * @param seed - an integer. Default 0
 * @returns `[n, size]`, owned by the caller
 * @throws InterpError `bad-option` for a number that is not an integer or too small
 */
export const sampleLatent = (n: number, size: number, seed = 0): tf.Tensor2D => {
  checkNumber('n', n, { min: 1, integer: true });
  checkNumber('the latent size', size, { min: 1, integer: true });
  return tf.tensor2d(random(seed).normals(n * size), [n, size]);
};

/** Options of {@link sample}. */
export interface SampleOptions {
  /** How many. Default 100. */
  readonly count?: number;
  /** Seed of the latent codes, an integer. Default 0. */
  readonly seed?: number;
  /** How many at a time, to keep memory small. Default 500. */
  readonly batch?: number;
}

/** Checks and defaults of {@link SampleOptions}. */
export const sampleOptions = optionsTable<SampleOptions>()({
  count: number({ min: 1, integer: true, default: 100 }),
  seed: number({ integer: true, default: 0 }),
  batch: number({ min: 1, integer: true, default: 500 }),
});

/** Samples of a generator with their latent codes; both tensors belong to the caller. */
export interface GanSamples {
  /** `[n, ...outputShape]`. */
  readonly images: tf.Tensor;
  /** `[n, latentSize]`. */
  readonly latent: tf.Tensor2D;
}

/**
 * Samples of a generator: z ~ N(0, I) decoded.
 *
 * @param source - a decoder, for example from {@link decoder}; borrowed
 * @param options - how many, seed
 * @returns images and latent codes, owned by the caller
 * @throws InterpError `bad-option` for a number that is not an integer or too small
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
  checkFields('the decoder', source, { latentSize: 'number', decode: 'function' });
  const { count, seed, batch } = sampleOptions.withDefaults(options);
  return tf.tidy(() => {
    const latent = sampleLatent(count, source.latentSize, seed);
    const parts = Array.from({ length: Math.ceil(count / batch) }, (_, i) => {
      const from = i * batch;
      return source.decode(tf.slice(latent, [from, 0], [Math.min(batch, count - from), source.latentSize]));
    });
    return { images: parts.length === 1 ? parts[0] : tf.concat(parts), latent };
  });
};
