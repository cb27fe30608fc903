import { checkList, choice, InterpError, number, optionsTable } from '@interp/checks';
import type { Decoder } from '@interp/core';
import { checkedDecoder } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { checkLatents, decodeLatents } from './decoder/latents.js';

/** Options of {@link latentInterpolation}. */
export interface LatentInterpolationOptions {
  /** Number of images, both ends included, at least 2. Default 10. */
  readonly steps?: number;
  /**
   * The path: `straight`, or `spherical`, along a great circle, which keeps the typical length of codes from N(0, I), while the middle
   * of a straight path is nearer to 0 (White 2016). Default `spherical`.
   */
  readonly path?: 'straight' | 'spherical';
}

/** Checks and defaults of {@link LatentInterpolationOptions}. */
export const latentInterpolationOptions = optionsTable<LatentInterpolationOptions>()({
  steps: number({ min: 2, integer: true, default: 10 }),
  path: choice(['straight', 'spherical'], { default: 'spherical' }),
});

/** Images between one latent code and another. */
export interface LatentInterpolation {
  /** The images in order, `[steps, ...outputShape]`; they belong to the caller. */
  readonly images: tf.Tensor;
  /** Their latent codes, `[steps, latentSize]`; they belong to the caller. */
  readonly latents: tf.Tensor2D;
}

/** A latent code: numbers, or a tensor `[latentSize]` or `[1, latentSize]`, borrowed. */
export type LatentCode = ArrayLike<number> | tf.Tensor;

const valuesOf = (decoder: Decoder, code: LatentCode): Float64Array => {
  const shape = 'dataSync' in code ? code.shape : [code.length];
  const values = Float32Array.from('dataSync' in code ? code.dataSync<'float32'>() : code);
  if (shape.length === 2 && shape[0] > 1)
    throw new InterpError('bad-shape', `an end of the interpolation has ${shape[0]} latent codes; expected one`);
  const row = tf.tensor(values, shape.length === 1 ? [1, ...shape] : shape);
  try {
    checkLatents(decoder, row);
    return Float64Array.from(values);
  } finally {
    row.dispose();
  }
};

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, i) => sum + value * b[i], 0);

/** Weights of both ends at a fraction of the path, from 0 to 1. */
type Weights = (fraction: number) => readonly [from: number, to: number];

const straight: Weights = (fraction) => [1 - fraction, fraction];

const spherical = (from: Float64Array, to: Float64Array): Weights => {
  const cosine = dot(from, to) / Math.sqrt(dot(from, from) * dot(to, to));
  const angle = Math.acos(Math.min(1, Math.max(-1, cosine)));
  if (Math.PI - angle < 1e-6)
    throw new InterpError(
      'bad-option',
      'the two latent codes point in opposite directions, between which no path on the sphere is the shortest; take the straight path',
    );
  // Also if an end is 0 and has no angle.
  if (!(angle > 1e-6)) return straight;
  return (fraction) => [
    Math.sin((1 - fraction) * angle) / Math.sin(angle),
    Math.sin(fraction * angle) / Math.sin(angle),
  ];
};

/**
 * Images between two latent codes, which show how smoothly a decoder changes from one image to the next.
 * The spherical path is Shoemake's interpolation (1985), for codes of any length.
 *
 * @param decoder - the decoder; borrowed
 * @param from - the code of the first image
 * @param to - the code of the last one
 * @param options - how many images, and which path
 * @returns images and codes
 * @throws InterpError `bad-shape` or `bad-value` for invalid codes, `bad-option` for options and for a spherical path
 *   between opposite codes, `not-finite` for a NaN in an image
 *
 * @example
 * ```ts
 * import { latentInterpolation } from '@interp/am';
 * import type { Decoder } from '@interp/core';
 * import * as tf from '@tensorflow/tfjs-core';
 *
 * const decoder: Decoder = { latentSize: 2, outputShape: [2], bounds: [-1, 1], decode: (z) => tf.tanh(z) };
 * const { images, latents } = latentInterpolation(decoder, [1, 0], [0, 1], { steps: 3 });
 * latents.print(); // [[1, 0], [0.7071068, 0.7071068], [0, 1]]
 * tf.dispose([images, latents]);
 * ```
 */
export const latentInterpolation = (
  decoder: Decoder,
  from: LatentCode,
  to: LatentCode,
  options: LatentInterpolationOptions = {},
): LatentInterpolation => {
  const { steps, path } = latentInterpolationOptions.withDefaults(options);
  const generator = checkedDecoder(decoder);
  const [first, last] = [valuesOf(generator, from), valuesOf(generator, to)];
  const weights = path === 'straight' ? straight : spherical(first, last);
  const values = Float32Array.from({ length: steps * first.length }, (_, k) => {
    const [mine, other] = weights(Math.floor(k / first.length) / (steps - 1));
    const i = k % first.length;
    return mine * first[i] + other * last[i];
  });
  const latents = tf.tensor2d(values, [steps, first.length]);
  try {
    return { images: decodeLatents(generator, latents), latents };
  } catch (error) {
    latents.dispose();
    throw error;
  }
};

/**
 * Images on the way through several latent codes: a {@link latentInterpolation} from each to the next, one after the other. The end of one is
 * the beginning of the next, so each code in between appears twice.
 *
 * @param decoder - the decoder; borrowed
 * @param codes - at least two
 * @param options - how many images from each code to the next, and which path
 * @returns images and codes, `(codes - 1) × steps` of them
 * @throws InterpError `bad-shape` for fewer than two codes; as {@link latentInterpolation}
 *
 * @example
 * ```ts
 * import { latentWalk } from '@interp/am';
 * import type { Decoder } from '@interp/core';
 * import * as tf from '@tensorflow/tfjs-core';
 *
 * const decoder: Decoder = { latentSize: 2, outputShape: [2], bounds: [-1, 1], decode: (z) => tf.tanh(z) };
 * const { images, latents } = latentWalk(decoder, [[1, 0], [0, 1], [-1, 0]], { steps: 3 });
 * console.log(images.shape); // [ 6, 2 ]
 * tf.dispose([images, latents]);
 * ```
 */
export const latentWalk = (
  decoder: Decoder,
  codes: readonly LatentCode[],
  options: LatentInterpolationOptions = {},
): LatentInterpolation => {
  checkList('the codes', codes);
  if (codes.length < 2)
    throw new InterpError('bad-shape', `there are ${codes.length} latent codes to walk through; expected at least two`);
  return tf.tidy(() => {
    const legs = codes.slice(1).map((to, i) => latentInterpolation(decoder, codes[i], to, options));
    return {
      images: tf.concat(legs.map(({ images }) => images)),
      latents: tf.concat(legs.map(({ latents }) => latents)),
    };
  });
};
