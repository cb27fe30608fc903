import type { KernelChange } from '@interp/core';
import { changeKernel, type LinearMap, sizeOfShape } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';

/** Multiplies an axis by a matrix `[1, to, from]`, or by its transpose. */
export const alongAxis = (x: tf.Tensor, axis: number, matrix: tf.Tensor, isBack: boolean): tf.Tensor => {
  const [before, after] = [x.shape.slice(0, axis), x.shape.slice(axis + 1)];
  const y = tf.matMul(matrix, tf.reshape(x, [sizeOfShape(before), x.shape[axis], sizeOfShape(after)]), isBack);
  return tf.reshape(y, [...before, y.shape[1]!, ...after]);
};

/** A sparse kernel with its weights changed; what is no weight stays 0. */
const changedWeights = (kernel: tf.Tensor, change: KernelChange | undefined): tf.Tensor =>
  change === undefined ? kernel : tf.where(tf.equal(kernel, 0), tf.zerosLike(kernel), changeKernel(kernel, change));

/**
 * The linear map that multiplies a stored axis by a matrix, of which what is 0 is no weight.
 *
 * @param axis - the stored axis, the batch being 0
 * @param from - its length
 * @param to - its length afterwards
 * @param weights - the matrix, `[to, from]`
 * @returns the map; its kernel is `[1, to, from]`
 */
export const axisMap = (axis: number, from: number, to: number, weights: Float32Array): LinearMap => {
  const matrix = (change?: KernelChange): tf.Tensor => changedWeights(tf.tensor3d(weights, [1, to, from]), change);
  return {
    kernel: () => matrix(),
    apply: (x, change) => alongAxis(x, axis, matrix(change), false),
    transpose: (y, _, change) => alongAxis(y, axis, matrix(change), true),
  };
};
