import type { Picture } from '@interp/mnist';
import { sizeOfShape } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import type { Preprocessing } from '../preprocessing.js';
import { luminance } from './opaque-picture.js';
import { type FittedAxes, fittedAxes, type ResizedAxis } from './resized-axis.js';

/** The linear map from pictures of one size to colours of inputs, and what is beside the picture. */
export interface Resizing {
  /** How each axis is resized. */
  readonly axes: FittedAxes;
  /** From `[n, height, width, 3]` to `[n, ...inputShape]`, nothing but 0 beside the picture. */
  readonly apply: (x: tf.Tensor) => tf.Tensor;
  /** The transposed map. As the shares of each place add up to 1, it keeps the sum of what lies within the picture. */
  readonly transpose: (y: tf.Tensor) => tf.Tensor;
  /** 1 beside the picture and 0 within, `[1, rows, columns, 1]`. */
  readonly beside: () => tf.Tensor;
}

/** The shares of an axis as a matrix, `[1, to, from]`. */
const matrixOf = ({ from, to, first, shares }: ResizedAxis): Float32Array => {
  const matrix = new Float32Array(to * from);
  shares.forEach((own, place) => matrix.set(own, place * from + first[place]));
  return matrix;
};

const isSame = ({ from, to, shares }: ResizedAxis): boolean =>
  from === to && shares.every((own) => own.some((share) => share === 1));

/** Multiplies an axis by the matrix of its shares, or by the transposed one. */
const alongAxis = (axis: number, resized: ResizedAxis): ((x: tf.Tensor, isBack: boolean) => tf.Tensor) => {
  if (isSame(resized)) return (x) => x;
  const { from, to } = resized;
  const matrix = matrixOf(resized);
  return (x, isBack) => {
    const [before, after] = [x.shape.slice(0, axis), x.shape.slice(axis + 1)];
    const rows = tf.reshape(x, [sizeOfShape(before), x.shape[axis], sizeOfShape(after)]);
    const y = tf.matMul(tf.tensor3d(matrix, [1, to, from]), rows, isBack);
    return tf.reshape(y, [...before, isBack ? from : to, ...after]);
  };
};

/** What each channel of the model takes of red, green and blue, `[3, channels]`; nothing where it takes them as they are. */
const mixOf = (channels: number, order: Preprocessing['channels']): readonly (readonly number[])[] | undefined => {
  if (channels === 1) return luminance.map((weight) => [weight]);
  if (order === 'grey') return luminance.map((weight) => [weight, weight, weight]);
  return order === 'bgr' ? [[0, 0, 1], [0, 1, 0], [1, 0, 0]] : undefined; // prettier-ignore
};

/**
 * The linear part of the way from pictures of one size to inputs: resized along both axes, and colours in the order of the model.
 *
 * @param picture - its width and height
 * @param inputShape - of the model
 * @param preprocessing - of the model
 */
export const resizing = (
  picture: Pick<Picture, 'width' | 'height'>,
  inputShape: readonly number[],
  { fit, channels }: Pick<Preprocessing, 'fit' | 'channels'>,
): Resizing => {
  const axes = fittedAxes(picture, inputShape, fit);
  const [down, across] = [alongAxis(1, axes.rows), alongAxis(2, axes.columns)];
  const mix = mixOf(inputShape[2], channels);
  const mixed = (x: tf.Tensor, isBack: boolean): tf.Tensor => {
    if (!mix) return x;
    const y = tf.matMul(tf.reshape(x, [-1, x.shape[3]!]), tf.tensor2d(mix.map((row) => [...row])), false, isBack);
    return tf.reshape(y, [...x.shape.slice(0, 3), y.shape[1]!]);
  };
  return {
    axes,
    apply: (x) => tf.tidy(() => mixed(across(down(x, false), false), false)),
    transpose: (y) => tf.tidy(() => down(across(mixed(y, true), true), true)),
    beside: () => {
      const { rows, columns } = axes;
      const values = Float32Array.from({ length: rows.to * columns.to }, (_, i) =>
        rows.shares[Math.floor(i / columns.to)].length * columns.shares[i % columns.to].length === 0 ? 1 : 0,
      );
      return tf.tensor4d(values, [1, rows.to, columns.to, 1]);
    },
  };
};
