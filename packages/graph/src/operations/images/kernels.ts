import * as tf from '@tensorflow/tfjs-core';

/**
 * What the shape of a kernel says: the sides of its window; its filters, or of a transposed convolution the channels that it takes; and how many
 * channels a group of the other side has.
 */
export const kernelSides = (
  shape: readonly number[],
  channelsLast: boolean,
): { readonly size: number[]; readonly filters: number; readonly each: number } =>
  channelsLast
    ? { size: shape.slice(0, -2), filters: shape.at(-1)!, each: shape.at(-2)! }
    : { size: shape.slice(2), filters: shape[0], each: shape[1] };

/** A kernel with its channels last. */
export const kernelLast = (kernel: tf.Tensor, channelsLast: boolean): tf.Tensor =>
  channelsLast ? kernel : tf.transpose(kernel, [...Array.from({ length: kernel.rank - 2 }, (_, i) => i + 2), 1, 0]);

/** A kernel of a signal as one of images. */
export const planeKernel = (kernel: tf.Tensor): tf.Tensor => (kernel.rank === 3 ? tf.expandDims(kernel, 1) : kernel);
