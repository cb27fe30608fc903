import * as tf from '@tensorflow/tfjs-core';
import { kernel as run } from './host.js';
import { kernelForm } from './kernel-change.js';
import type { LinearMap } from './linear-map.js';
import type { FormStore, Weight } from './weights.js';

const transposed = { name: 'transposed', make: (kernel: tf.Tensor): tf.Tensor => tf.transpose(kernel) };
const signed = {
  name: 'signed',
  make: (kernel: tf.Tensor): tf.Tensor => tf.concat([tf.relu(kernel), tf.minimum(kernel, 0)], 1),
};
const signedTransposed = {
  name: 'signed transposed',
  make: (kernel: tf.Tensor): tf.Tensor => tf.transpose(signed.make(kernel)),
};

const product = (a: tf.Tensor, b: tf.Tensor): tf.Tensor =>
  run('BatchMatMul', { a, b }, { transposeA: false, transposeB: false });

const rows = (x: tf.Tensor): tf.Tensor => (x.rank === 2 ? x : tf.reshape(x, [-1, x.shape[x.rank - 1]]));

const as = (x: tf.Tensor, shape: readonly number[]): tf.Tensor =>
  x.rank === shape.length ? x : tf.reshape(x, [...shape]);

/**
 * The map of a dense layer, along the last axis of its input.
 *
 * @param store - where forms of the kernel are kept
 * @param weight - the kernel, `[inputs, units]`
 * @returns the map
 */
export const denseMap = (store: FormStore, weight: Weight): LinearMap => ({
  kernel: () => weight.read(),
  apply: (x, change) => {
    const y = product(rows(x), kernelForm(store, weight, change));
    return as(y, [...x.shape.slice(0, -1), y.shape[1]!]);
  },
  transpose: (y, inputShape, change) => as(product(rows(y), kernelForm(store, weight, change, transposed)), inputShape),
  fused: (x, bias, activation) => {
    const a = rows(x);
    const w = weight.read();
    const y = tf.fused.matMul({ a, b: w, activation, ...(bias && { bias }) });
    return as(y, [...x.shape.slice(0, -1), y.shape[1]!]);
  },
  signedSums: (x) => {
    const y = product(rows(x), kernelForm(store, weight, undefined, signed));
    return tf.reshape(y, [...x.shape.slice(0, -1), 2, y.shape[1]! / 2]);
  },
  signedTranspose: (y, inputShape) => {
    const units = 2 * y.shape[y.rank - 1];
    return as(product(tf.reshape(y, [-1, units]), kernelForm(store, weight, undefined, signedTransposed)), inputShape);
  },
});
