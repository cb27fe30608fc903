import * as tf from '@tensorflow/tfjs-core';
import { sliceAlong } from './site.js';

/** A constant that follows the axes of the first input, for several images where the source has one. */
export const forImages = (constant: tf.Tensor, axis: number, n: number): tf.Tensor => {
  if (constant.rank <= axis || constant.shape[axis] === n) return constant;
  const slice = sliceAlong(constant, axis);
  const repeats = constant.shape.map((_, i) => (i === axis ? n : 1));
  return slice ? tf.tile(slice, repeats) : constant;
};
