import { checkReturned } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';

/**
 * Increases contrast for display: (2/π) atan(x), elementwise (thesis, Figure 3.2). It maps any value into (-1, 1).
 *
 * @param images - a tensor of any shape; borrowed
 * @returns a tensor of the same shape, which belongs to the caller
 * @throws InterpError `bad-shape` for what is no tensor, `bad-value` for one that holds no float32 values, `not-finite`
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
  checkReturned('the images', images, undefined, true);
  return tf.tidy(() => tf.mul(tf.atan(images), 2 / Math.PI));
};
