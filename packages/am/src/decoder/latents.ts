import { InterpError } from '@interp/checks';
import { random, type Classifier, type Decoder } from '@interp/core';
import { checkReturned } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { startRows } from '../ascent/starts.js';

/**
 * Checks that a tensor is a batch of latent codes for a decoder.
 *
 * @param decoder - gives their length
 * @param latents - the codes; borrowed
 * @throws InterpError `bad-shape` for anything but `[n, latentSize]` with n at least 1, `bad-value` for a NaN or an infinity
 */
export const checkLatents = ({ latentSize }: Pick<Decoder, 'latentSize'>, latents: tf.Tensor): void => {
  const shape: readonly number[] = typeof latents === 'object' && Array.isArray(latents?.shape) ? latents.shape : [];
  if (shape.length !== 2 || shape[0] === 0 || shape[1] !== latentSize)
    throw new InterpError(
      'bad-shape',
      `the latent codes have the shape [${shape.join(', ')}]; expected [n, ${latentSize}]; the decoder takes codes of ${latentSize} numbers`,
    );
  const bad = latents.dataSync<'float32'>().findIndex((value) => !Number.isFinite(value));
  if (bad >= 0)
    throw new InterpError(
      'bad-value',
      `latent code ${Math.floor(bad / latentSize)} holds a number that is not finite; expected finite ones`,
    );
};

/** Which codes {@link startLatents} makes. */
export interface LatentStarts {
  /** Where the ascents begin. */
  readonly start: 'random' | tf.Tensor2D;
  /** The class of each prototype. */
  readonly classes: readonly number[];
  /** Runs of each prototype. */
  readonly restarts: number;
  /** Seed: the code of a class and restart does not depend on the other classes. */
  readonly seed: number;
}

/**
 * The first latent codes of all runs, drawn from N(0, I) or given; the restarts of a prototype follow one another.
 *
 * @param classifier - says the number of classes
 * @param decoder - says the length of a code
 * @param starts - start, classes, restarts, seed
 * @returns `[classes.length * restarts, latentSize]`, which belongs to the caller
 * @throws InterpError `bad-shape` or `bad-value` for codes that do not fit
 */
export const startLatents = ({ classes: all }: Classifier, decoder: Decoder, starts: LatentStarts): tf.Tensor2D => {
  const { start, classes, restarts, seed } = starts;
  const { latentSize } = decoder;
  if (start !== 'random') {
    checkLatents(decoder, start);
    return startRows(start, starts) as tf.Tensor2D;
  }
  const stream = random(seed);
  const streams = Array.from({ length: all }, () => stream.split());
  const drawn = new Map([...new Set(classes)].map((c) => [c, streams[c].normals(restarts * latentSize)]));
  return tf.tidy(() => tf.concat(classes.map((c) => tf.tensor2d(drawn.get(c)!, [restarts, latentSize]))));
};

/** How far beyond its bounds the rounding of float32 may take a value. */
const slack = 1e-5;

/**
 * Decodes latent codes and checks shape and bounds of the images.
 *
 * @param decoder - decodes
 * @param latents - `[n, latentSize]`; borrowed
 * @returns `[n, ...outputShape]`, which belongs to the caller
 * @throws InterpError `bad-shape` for images of another shape, `not-finite` for a NaN or an infinity, `bad-value` for values out of its
 *   bounds
 */
export const decodeLatents = (decoder: Decoder, latents: tf.Tensor2D): tf.Tensor =>
  tf.tidy(() => {
    const { outputShape, bounds } = decoder;
    const [low, high] = bounds;
    const wanted = [latents.shape[0], ...outputShape];
    const images = checkReturned("the decoder's images", decoder.decode(latents), wanted);
    const values = images.dataSync<'float32'>();
    const room = slack * (high - low);
    const bad = values.findIndex((value) => !Number.isFinite(value) || value < low - room || value > high + room);
    if (bad < 0) return images;
    const image = Math.floor(bad / (values.length / latents.shape[0]));
    if (!Number.isFinite(values[bad]))
      throw new InterpError(
        'not-finite',
        `image ${image} of the decoder holds ${values[bad]}; expected numbers; take other weights`,
      );
    throw new InterpError(
      'bad-value',
      `image ${image} of the decoder holds ${values[bad]}; expected values in [${bounds.join(', ')}], as its bounds say`,
    );
  });
