import * as tf from '@tensorflow/tfjs-core';
import type { ExactEnds } from '../exact/exact-ends.js';
import type { Quadrature } from './gauss-legendre.js';
import type { Way } from './path.js';

/** A column of numbers that goes along the second dimension of `[n, nodes, ...shape]`. */
const along = (numbers: readonly number[], rank: number): tf.Tensor =>
  tf.tensor(numbers, [1, numbers.length, ...Array.from({ length: rank }, () => 1)]);

/**
 * A straight way.
 *
 * @param start - where it begins, `[1, ...shape]`; borrowed
 * @param ends - where it leads, `[n, ...shape]`; borrowed
 * @param quadrature - nodes and weights
 * @param exact - both in double precision, where that is known
 * @returns the way
 */
export const straightWay = (
  start: tf.Tensor,
  ends: tf.Tensor,
  { nodes, weights }: Quadrature,
  exact?: ExactEnds,
): Way => {
  const [n, ...shape] = ends.shape;
  const whole = [n, nodes.length, ...shape];
  const direction = tf.expandDims(tf.sub(ends, start), 1);
  const path = tf.add(tf.mul(direction, along(nodes, shape.length)), tf.expandDims(start, 1));
  return {
    points: tf.reshape(path, [-1, ...shape]),
    mean: (slopes) => tf.sum(tf.mul(tf.reshape(slopes, whole), along(weights, shape.length)), 1),
    ...(exact && {
      exact: (point: number) => {
        const [alpha, end] = [nodes[point % nodes.length], exact.end(Math.floor(point / nodes.length))];
        return exact.start.map((value, i) => value + alpha * (end[i] - value));
      },
    }),
  };
};
