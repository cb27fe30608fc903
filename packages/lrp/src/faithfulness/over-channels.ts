import { checkList } from '@interp/checks';
import { checkReturned } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';

/**
 * Maps with a value a pixel, such as those of Grad-CAM, as maps with one a channel: each channel gets an equal share, so that sums stay.
 *
 * @param relevance - maps, `[n, ...inputShape]`, or with one channel where the images have several; borrowed
 * @param inputShape - of an image
 * @returns `[n, ...inputShape]`, owned by the caller
 */
export const overChannels = (relevance: tf.Tensor, inputShape: readonly number[]): tf.Tensor => {
  checkReturned('the maps', relevance, undefined);
  checkList('inputShape', inputShape, { numbers: true });
  const channels = inputShape[inputShape.length - 1];
  const isOfPixels = inputShape.length > 1 && relevance.rank === inputShape.length + 1 && relevance.shape.at(-1) === 1;
  if (!isOfPixels || channels === 1) return tf.clone(relevance);
  return tf.tidy(() => tf.div(tf.tile(relevance, [...inputShape.map(() => 1), channels]), channels));
};
