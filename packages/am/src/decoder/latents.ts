import { random, type Classifier, type Decoder } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import { checkLatents } from '../check-latents.js';
import { startRows } from '../start-rows.js';

/** Which codes {@link startLatents} makes. */
export interface StartLatentsOptions {
  /** Where the ascents begin. */
  readonly start: 'random' | tf.Tensor;
  /** The class of each prototype. */
  readonly classes: readonly number[];
  /** Starts of each prototype. */
  readonly restarts: number;
  /** Seed: a class and restart begin at the same code whatever other classes are asked for. */
  readonly seed: number;
}

/**
 * The first latent codes of all runs, drawn from N(0, I) or given; the restarts of a prototype follow one another.
 *
 * @param classifier - says the number of classes
 * @param decoder - says the length of a code
 * @param options - start, classes, restarts, seed
 * @returns `[classes.length * restarts, latentSize]`, which belongs to the caller
 * @throws InterpError `bad-shape` or `bad-value` for codes that do not fit
 */
export const startLatents = (
  { classes: all }: Classifier,
  decoder: Decoder,
  { start, classes, restarts, seed }: StartLatentsOptions,
): tf.Tensor => {
  if (start !== 'random') {
    checkLatents(decoder, start);
    return startRows(start, classes, restarts);
  }
  const stream = random(seed);
  const streams = Array.from({ length: all }, () => stream.split());
  const drawn = new Map(
    [...new Set(classes)].map((wanted) => [wanted, streams[wanted].normals(restarts * decoder.latentSize)]),
  );
  return tf.tidy(() =>
    tf.concat(classes.map((wanted) => tf.tensor2d(drawn.get(wanted)!, [restarts, decoder.latentSize]))),
  );
};
