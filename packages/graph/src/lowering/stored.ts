import * as tf from '@tensorflow/tfjs-core';
import { type Live, shapeFor } from './value.js';

/** A value as it is stored, from its logical order. */
export const toStored = ({ stored, axes }: Live, x: tf.Tensor): tf.Tensor => {
  const order = axes.flat();
  const turned = axes.every((parts) => parts.length === 1)
    ? tf.transpose(
        x,
        order.map((_, axis) => order.indexOf(axis)),
      )
    : x;
  return tf.reshape(turned, [x.shape[0], ...stored]);
};

/** A stored value in its logical order. */
export const toLogical = (value: Live, y: tf.Tensor): tf.Tensor =>
  tf.reshape(tf.transpose(y, value.axes.flat()), shapeFor(value, y.shape[0]));

/** Whether a value is stored as its logical order is. */
export const isInOrder = ({ axes }: Live): boolean => axes.every((parts, i) => parts.length === 1 && parts[0] === i);

/** The axes of what is stored in the logical order, where that is another one, and the images are first in it. */
export const orderOf = (value: Live): { readonly order?: readonly number[] } =>
  isInOrder(value) || value.axes.some((parts) => parts.length !== 1) || value.axes[0][0] !== 0
    ? {}
    : { order: value.axes.flat() };
