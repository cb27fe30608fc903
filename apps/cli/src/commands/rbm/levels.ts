import { logDensity, type Rbm } from '@interp/rbm';
import * as tf from '@tensorflow/tfjs-core';

/** A number for each of the even images that are no digit. */
export interface OfEvenImages {
  /** Of the black one: nothing but background, -1 (0 for binary units). */
  readonly black: number;
  /** Of the grey one, 0 (0.5 for binary units). */
  readonly grey: number;
  /** Of the white one: nothing but stroke, 1. */
  readonly white: number;
}

/**
 * The black, the grey and the white image as an RBM sees them.
 *
 * @param machine - says shape and visible units
 * @returns `[3, ...inputShape]`, which belongs to the caller
 */
const evenImages = ({ inputShape, variant: { continuous } }: Pick<Rbm, 'inputShape' | 'variant'>): tf.Tensor =>
  tf.tidy(() => tf.stack((continuous ? [-1, 0, 1] : [0, 0.5, 1]).map((value) => tf.fill([...inputShape], value))));

/**
 * Reads a score of the three even images.
 *
 * @param machine - the RBM whose images they are; borrowed
 * @param score - given `[3, ...inputShape]`, one number each; its own log-density by default
 * @returns the three numbers
 */
export const ofEvenImages = (
  machine: Rbm,
  score: (images: tf.Tensor) => tf.Tensor = (images) => logDensity(machine, images),
): OfEvenImages => {
  const [black, grey, white] = tf.tidy(() => score(evenImages(machine)).dataSync<'float32'>());
  return { black, grey, white };
};
