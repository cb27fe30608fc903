import type { Classifier } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';

/** Images in the range of one network's pixels, in that of another's; a new tensor, of the surrounding tidy. */
export const rescaled = (
  images: tf.Tensor,
  { bounds: [low, high] }: Pick<Classifier, 'bounds'>,
  { bounds: [lowest, highest] }: Pick<Classifier, 'bounds'>,
): tf.Tensor4D => tf.add<tf.Tensor4D>(tf.mul(tf.sub(images, low), (highest - lowest) / (high - low)), lowest);
