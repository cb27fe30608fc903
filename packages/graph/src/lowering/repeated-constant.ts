import * as tf from '@tensorflow/tfjs-core';
import type { Attributes } from '../attributes.js';
import type { Live, Static } from './value.js';

const areEqual = (a: tf.Tensor, b: tf.Tensor): boolean => {
  const values = b.dataSync();
  return a.dataSync().every((value, i) => Object.is(value, values[i]));
};

/** The one slice along an axis that all others are like; undefined where they differ. */
const sliceAlong = (constant: tf.Tensor, axis: number): tf.Tensor | undefined => {
  const [first, ...others] = tf.unstack(constant, axis);
  return others.every((other) => areEqual(first, other)) ? tf.expandDims(first, axis) : undefined;
};

/**
 * One slice of a constant that is repeated for each image; the constant itself where the number of images does not matter.
 *
 * @param constant - the constant, for two images and for three
 * @param refuse - makes the error for one that differs from image to image
 */
export const perImage = ({ two: [first, second] }: Static, refuse: Attributes['refusal']): tf.Tensor => {
  if (first === second) return first;
  if (tf.util.arraysEqual(first.shape, second.shape) && areEqual(first, second)) return first;
  const axis = first.shape.findIndex((size, i) => size !== second.shape[i]);
  const isOfImages = first.rank === second.rank && first.shape[axis] === 2 && second.shape[axis] === 3;
  const slice = isOfImages ? sliceAlong(second, axis) : undefined;
  if (slice) return slice;
  throw refuse('takes a constant that depends on the number of images; expected one that does not');
};

/**
 * The axis along which a constant that broadcasts to a value has the same for each of the images that the source fixes.
 *
 * @param constant - the constant
 * @param value - the value that it broadcasts to
 * @param fixedBatch - the number of images that the source fixes
 * @returns the axis of the constant; undefined where it has none, or one slice already
 */
export const repeatedAxis = (
  constant: tf.Tensor,
  { axes }: Live,
  fixedBatch: number | undefined,
): number | undefined => {
  const images = axes.findIndex((parts) => parts.length === 1 && parts[0] === 0);
  const axis = images - axes.length + constant.rank;
  if (images < 0 || axis < 0 || constant.shape[axis] === 1 || constant.shape[axis] !== fixedBatch) return undefined;
  return sliceAlong(constant, axis) && axis;
};

/** The first slice of a constant along an axis, which stays with length 1; all of it where there is no such axis. */
export const firstAlong = (constant: tf.Tensor, axis: number | undefined): tf.Tensor => {
  if (axis === undefined) return constant;
  const { shape } = constant;
  return tf.slice(
    constant,
    shape.map(() => 0),
    shape.with(axis, 1),
  );
};

/** A constant that follows the axes of the first input, for several images where the source has one. */
export const forImages = (constant: tf.Tensor, axis: number, n: number): tf.Tensor => {
  if (constant.rank <= axis || constant.shape[axis] === n) return constant;
  const slice = sliceAlong(constant, axis);
  const repeats = constant.shape.map((_, i) => (i === axis ? n : 1));
  return slice ? tf.tile(slice, repeats) : constant;
};
