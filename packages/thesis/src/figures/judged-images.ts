import type { Classifier } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import type { SavedTensor } from './outcome-parts.js';

/**
 * The probabilities that a classifier gives to images.
 *
 * @param classifier - the classifier; borrowed
 * @param images - the images
 * @returns a row of probabilities for each image
 */
export const probabilitiesOf = (classifier: Classifier, { shape, data }: SavedTensor): readonly Float32Array[] => {
  const all = tf.tidy(() => tf.softmax(classifier.logits(tf.tensor(data, [...shape]))).dataSync<'float32'>());
  const { classes } = classifier;
  return Array.from({ length: shape[0] }, (_, i) => all.slice(i * classes, (i + 1) * classes));
};

/** The place of the largest number. */
export const likeliest = (probabilities: ArrayLike<number>): number => {
  let best = 0;
  for (let c = 1; c < probabilities.length; c++) if (probabilities[c] > probabilities[best]) best = c;
  return best;
};

/**
 * Draws on some images as a tensor for as long as some work takes.
 *
 * @param images - the images
 * @param work - what is done with the tensor, which it borrows
 * @returns what the work gives
 */
export const withTensor = async <Result>(
  { shape, data }: SavedTensor,
  work: (images: tf.Tensor) => Promise<Result>,
): Promise<Result> => {
  const images = tf.tensor(data, [...shape]);
  try {
    return await work(images);
  } finally {
    images.dispose();
  }
};

/**
 * Takes the values out of a tensor and lets go of it.
 *
 * @param images - the tensor; disposed of
 * @returns its values
 */
export const taken = async (images: tf.Tensor): Promise<SavedTensor> => {
  const data = Float32Array.from(await images.data<'float32'>());
  const { shape } = images;
  images.dispose();
  return { shape, data };
};
