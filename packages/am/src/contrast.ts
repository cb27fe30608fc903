import { isTensor } from '@interp/checks';
import { checkReturned } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';

/**
 * Increases contrast for display: (2/π) atan(x), elementwise (thesis, Figure 3.2). It maps any value into (-1, 1).
 *
 * @param images - a tensor of any shape; borrowed
 * @returns a tensor of the same shape, which belongs to the caller
 * @throws InterpError `bad-value` for a tensor that holds no float32 values
 *
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-core';
 * import { contrast } from '@interp/am';
 *
 * contrast(tf.tensor1d([-1, 0, 1])).print(); // [-0.5, 0, 0.5]
 * ```
 */
export const contrast = <T extends tf.Tensor>(images: T): T => {
  checkReturned('the images', images, isTensor(images) ? images.shape : [null], true);
  return tf.tidy(() => tf.mul(tf.atan(images), 2 / Math.PI));
};
