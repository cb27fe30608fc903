import { hostTensor, hostValues, sizeOfShape } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import type { ExactEnds } from '../exact/exact-ends.js';
import type { Windows } from '../exact/step.js';
import type { Quadrature } from './gauss-legendre.js';

/** The nodes of a straight path to each image, or their values after some steps of a network. Called inside `tf.tidy`. */
export interface Path {
  /** The points, `[n * nodes, ...shape]`, image by image and node by node. */
  readonly points: tf.Tensor;
  /**
   * The weighted sum of gradients over the nodes.
   *
   * @param gradients - of the shape of the points; borrowed
   * @returns for each image, of the shape of its end
   */
  mean(gradients: tf.Tensor): tf.Tensor;
  /** A point in double precision, if available. */
  readonly exact?: (point: number) => Float64Array;
}

/** Numbers broadcast along the second axis of `[n, nodes, ...shape]`. */
const along = (numbers: readonly number[], rank: number): tf.Tensor =>
  tf.tensor(numbers, [1, numbers.length, ...Array.from({ length: rank }, () => 1)]);

/**
 * A straight path.
 *
 * @param start - its start, `[1, ...shape]`; borrowed
 * @param ends - its ends, `[n, ...shape]`; borrowed
 * @param quadrature - nodes and weights
 * @param exact - both in double precision, if available
 * @returns the path
 */
export const straightPath = (
  start: tf.Tensor,
  ends: tf.Tensor,
  { nodes, weights }: Quadrature,
  exact?: ExactEnds,
): Path => {
  const [n, ...shape] = ends.shape;
  const whole = [n, nodes.length, ...shape];
  const direction = tf.expandDims(tf.sub(ends, start), 1);
  const path = tf.add(tf.mul(direction, along(nodes, shape.length)), tf.expandDims(start, 1));
  return {
    points: tf.reshape(path, [-1, ...shape]),
    mean: (gradients) => tf.sum(tf.mul(tf.reshape(gradients, whole), along(weights, shape.length)), 1),
    ...(exact && {
      exact: (point: number) => {
        const [alpha, end] = [nodes[point % nodes.length], exact.end(Math.floor(point / nodes.length))];
        return exact.start.map((value, i) => value + alpha * (end[i] - value));
      },
    }),
  };
};

/** The first index whose value at a point of the path is largest. */
const winner = (indices: readonly number[], start: Float64Array, end: Float64Array, alpha: number): number => {
  let best = indices[0];
  let largest = start[best] + alpha * (end[best] - start[best]);
  for (let i = 1; i < indices.length; i++) {
    const index = indices[i];
    const value = start[index] + alpha * (end[index] - start[index]);
    if (value > largest) [best, largest] = [index, value];
  }
  return best;
};

/**
 * A straight path after max-pooling: in each window, the largest cell, decided in double precision. A cell that wins at
 * the first and at the last node wins at all nodes between, because differences of cells are affine on the path.
 *
 * @param ends - both ends of the path before pooling
 * @param shape - their shape, `[n, ...]`
 * @param windows - the windows of pooling
 * @param quadrature - nodes and weights
 * @returns the path
 */
export const pooledPath = (
  { start, end }: ExactEnds,
  shape: readonly number[],
  windows: Windows,
  { nodes, weights }: Quadrature,
): Path => {
  const n = shape[0];
  const size = sizeOfShape(windows.shape);
  const indices = windows.indices();
  const count = nodes.length;
  /** For each image and node, the winner of each output. */
  const winners = new Int32Array(n * count * size);
  /** For each image, the outputs whose winner is not the same at all nodes. */
  const changingOf: (readonly number[])[] = [];
  const rowOf = (image: number, node: number): Int32Array =>
    winners.subarray((image * count + node) * size, (image * count + node + 1) * size);
  for (let image = 0; image < n; image++) {
    const values = end(image);
    const ends = rowOf(image, 0);
    const changing: number[] = [];
    for (let output = 0; output < size; output++) {
      ends[output] = winner(indices[output], start, values, nodes[0]);
      if (winner(indices[output], start, values, nodes[count - 1]) !== ends[output]) changing.push(output);
    }
    changingOf.push(changing);
    for (let node = 1; node < count; node++) {
      const row = rowOf(image, node);
      row.set(ends);
      for (const output of changing) row[output] = winner(indices[output], start, values, nodes[node]);
    }
  }
  return {
    points: hostTensor([n * count, ...windows.shape], (out) => {
      const [from, along] = [new Float64Array(size), new Float64Array(size)];
      for (let image = 0, at = 0; image < n; image++) {
        const values = end(image);
        const first = rowOf(image, 0);
        for (let output = 0; output < size; output++) {
          const index = first[output];
          from[output] = start[index];
          along[output] = values[index] - start[index];
        }
        for (const alpha of nodes) {
          for (let output = 0; output < size; output++) out[at + output] = from[output] + alpha * along[output];
          for (const output of changingOf[image]) {
            const index = winners[at + output];
            out[at + output] = start[index] + alpha * (values[index] - start[index]);
          }
          at += size;
        }
      }
    }),
    mean: (gradients) =>
      hostTensor(shape, (out) => {
        const arriving = hostValues(gradients);
        const each = out.length / n;
        const sumOf = new Float64Array(size);
        for (let image = 0; image < n; image++) {
          const sums = new Float64Array(each);
          const first = rowOf(image, 0);
          const begin = image * count * size;
          sumOf.fill(0);
          weights.forEach((weight, node) => {
            const at = begin + node * size;
            for (let output = 0; output < size; output++) sumOf[output] += weight * arriving[at + output];
          });
          // Those whose winner changes are summed cell by cell.
          for (const output of changingOf[image]) sumOf[output] = 0;
          for (let output = 0; output < size; output++) sums[first[output]] += sumOf[output];
          for (const output of changingOf[image])
            weights.forEach((weight, node) => {
              const at = begin + node * size + output;
              sums[winners[at]] += weight * arriving[at];
            });
          out.set(sums, image * each);
        }
      }),
    exact: (point) => {
      const values = end(Math.floor(point / count));
      const alpha = nodes[point % count];
      return Float64Array.from({ length: size }, (_, output) => {
        const index = winners[point * size + output];
        return start[index] + alpha * (values[index] - start[index]);
      });
    },
  };
};
