import * as tf from '@tensorflow/tfjs-core';
import type { GradientPenalty } from './penalty.js';

/** No penalty: what the thesis trained with. */
export const noPenalty: GradientPenalty = {
  name: 'none',
  settings: {},
  at: 'none',
  of: (squaredNorms) => ({ value: tf.scalar(0), gradient: tf.zerosLike(squaredNorms) }),
};
