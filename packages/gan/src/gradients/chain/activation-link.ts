import * as tf from '@tensorflow/tfjs-core';
import type { Link } from './link.js';

/** An activation that is linear on either side of 0, the slope below 0 being `alpha`. */
export const leakyLink = (alpha: number): Link => {
  const masked = (change: tf.Tensor, y: tf.Tensor): tf.Tensor => tf.mul(change, tf.step(y, alpha));
  return {
    weights: [],
    forward: (x) => (alpha === 0 ? tf.relu(x) : tf.leakyRelu(x, alpha)),
    back: (dy, _, y) => masked(dy, y),
    push: masked,
  };
};

const curved: Readonly<Record<string, Link>> = {
  tanh: {
    weights: [],
    forward: (x) => tf.tanh(x),
    back: (dy, _, y) => tf.mul(dy, tf.sub(1, tf.square(y))),
  },
  sigmoid: {
    weights: [],
    forward: (x) => tf.sigmoid(x),
    back: (dy, _, y) => tf.mul(dy, tf.mul(y, tf.sub(1, y))),
  },
};

/**
 * The links of an activation function by the name that layers give it.
 *
 * @param name - as in a layer's configuration; nothing is `linear`
 * @returns none for `linear`, one for those that are known, nothing for others
 */
export const activationLinks = (name: unknown): readonly Link[] | undefined => {
  if (name === undefined || name === null || name === 'linear') return [];
  if (name === 'relu') return [leakyLink(0)];
  return typeof name === 'string' && Object.hasOwn(curved, name) ? [curved[name]] : undefined;
};
