import { activation, type Operator } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { type Site, storedAxis } from '../lowering/site.js';
import { axisOf, type Live } from '../lowering/value.js';
import { each } from './elementwise/activations.js';
import type { Operation, Operations } from './operation.js';

type Along = (x: tf.Tensor, axis: number) => tf.Tensor;

const softmaxAlong: Along = (x, axis) => {
  if (axis === x.rank - 1) return tf.softmax(x);
  const exponentials = tf.exp(tf.sub(x, tf.max(x, axis, true)));
  return tf.div(exponentials, tf.sum(exponentials, axis, true));
};

const logSoftmaxAlong: Along = (x, axis) => {
  const shifted = tf.sub(x, tf.max(x, axis, true));
  return tf.sub(shifted, tf.log(tf.sum(tf.exp(shifted), axis, true)));
};

/** A softmax along a stored axis, by its own derivative. */
const softmaxStep = (axis: number): Operator => ({
  kind: 'activation',
  activation: 'softmax',
  forward: ([x]) => [softmaxAlong(x, axis)],
  vjp: (dy, { y }) => {
    const weighted = tf.mul(dy, y);
    return tf.sub(weighted, tf.mul(y, tf.sum(weighted, axis, true)));
  },
});

const logSoftmaxStep = (axis: number): Operator => ({
  ...activation('logSoftmax')!,
  forward: ([x]) => [logSoftmaxAlong(x, axis)],
  vjp: (dy, { y }) => tf.sub(dy, tf.mul(tf.exp(y), tf.sum(dy, axis, true))),
});

/** An operation along one axis, the last by default. */
const operation = (evaluate: Along, step: (axis: number) => Operator): Operation => ({
  evaluate: ([x], at) => [evaluate(x, axisOf(at.number('axis', -1), x.rank))],
  lower: (site: Site): Live[] => {
    const x = site.live(0);
    return [each(site, x, step(storedAxis(site, x, site.number('axis', -1))))];
  },
});

/** Softmax and its logarithm. */
export const softmaxes: Operations = {
  Softmax: operation(softmaxAlong, softmaxStep),
  LogSoftmax: operation(logSoftmaxAlong, logSoftmaxStep),
};
