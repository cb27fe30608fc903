import type { LabelledImages } from '@interp/core';
import { binarised } from './binarised.js';
import type { Rbm } from './rbm.js';

/**
 * Pixels of images as the visible units of an RBM: binary units are 1 above mid-grey, Gaussian ones are the pixels.
 *
 * @param model - says which visible units it has
 * @param pixels - from -1 to 1
 * @returns as many values; the pixels themselves for Gaussian units
 */
export const visibleOfPixels = ({ variant }: Pick<Rbm, 'variant'>, pixels: Float32Array): Float32Array =>
  variant.continuous ? pixels : pixels.map((value) => Number(value > 0));

/**
 * Means of the visible units of an RBM as pixels of images.
 *
 * @param model - says which visible units it has
 * @param means - the means, as of `gibbs`
 * @returns as many values, clipped to [-1, 1]
 */
export const pixelsOfMeans = ({ variant }: Pick<Rbm, 'variant'>, means: Float32Array): Float32Array =>
  means.map((value) => Math.min(1, Math.max(-1, variant.continuous ? value : 2 * value - 1)));

/**
 * Images as an RBM takes them, for training and evaluation: {@link binarised} for binary units, the images themselves for Gaussian ones.
 *
 * @param model - says which visible units it has
 * @param images - from -1 to 1; borrowed
 * @returns the images, computed on access
 * @throws InterpError `bad-option` for what are no labelled images
 */
export const visibleImages = ({ variant }: Pick<Rbm, 'variant'>, images: LabelledImages): LabelledImages =>
  variant.continuous ? images : binarised(images);
