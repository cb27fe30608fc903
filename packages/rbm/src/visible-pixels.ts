import { checkList } from '@interp/checks';
import type { LabelledImages } from '@interp/core';
import { checkRbm } from './check-rbm.js';
import { binarised } from './binarised.js';
import type { Rbm } from './rbm.js';

/**
 * Pixels of images as the visible units of an RBM: binary units are 1 above mid-grey, Gaussian ones are the pixels.
 *
 * @param model - says which visible units it has
 * @param pixels - from -1 to 1
 * @returns as many values; the pixels themselves for Gaussian units
 */
export const visibleOfPixels = (model: Pick<Rbm, 'variant'>, pixels: Float32Array): Float32Array => {
  checkRbm(model);
  checkList('the pixels', pixels);
  const { variant } = model;
  return variant.continuous ? pixels : pixels.map((value) => Number(value > 0));
};

/**
 * Means of the visible units of an RBM as pixels of images.
 *
 * @param model - says which visible units it has
 * @param means - the means, as of `gibbs`
 * @returns as many values, clipped to [-1, 1]
 */
export const pixelsOfMeans = (model: Pick<Rbm, 'variant'>, means: Float32Array): Float32Array => {
  checkRbm(model);
  checkList('the means', means);
  const { variant } = model;
  return means.map((value) => Math.min(1, Math.max(-1, variant.continuous ? value : 2 * value - 1)));
};

/**
 * Images as an RBM takes them, for training and evaluation: {@link binarised} for binary units, the images themselves for Gaussian ones.
 *
 * @param model - says which visible units it has
 * @param images - from -1 to 1; borrowed
 * @returns the images, computed on access
 * @throws InterpError `bad-option` for what are no labelled images
 */
export const visibleImages = (model: Pick<Rbm, 'variant'>, images: LabelledImages): LabelledImages => {
  checkRbm(model);
  const { variant } = model;
  return variant.continuous ? images : binarised(images);
};
