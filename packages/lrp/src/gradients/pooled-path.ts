import { hostTensor, hostValues } from '@interp/core/internal';
import type { ExactEnds } from '../exact/exact-ends.js';
import type { Windows } from '../exact/step.js';
import type { Quadrature } from './gauss-legendre.js';
import type { Way } from './path.js';

/** The first of the places whose value at a point of the way is largest. */
const winner = (places: readonly number[], start: Float64Array, end: Float64Array, alpha: number): number => {
  let best = places[0];
  let largest = start[best] + alpha * (end[best] - start[best]);
  for (let i = 1; i < places.length; i++) {
    const place = places[i];
    const value = start[place] + alpha * (end[place] - start[place]);
    if (value > largest) [best, largest] = [place, value];
  }
  return best;
};

/**
 * What max-pooling makes of a straight way: in each window the cell that is largest, decided in double precision. A cell that wins at
 * the first and at the last node wins at all between, because differences of cells are affine on the way.
 *
 * @param ends - both ends of the way before pooling
 * @param shape - their shape, `[n, ...]`
 * @param windows - the windows of pooling
 * @param quadrature - nodes and weights
 * @returns the way
 */
export const pooledWay = (
  { start, end }: ExactEnds,
  shape: readonly number[],
  windows: Windows,
  { nodes, weights }: Quadrature,
): Way => {
  const n = shape[0];
  const size = windows.shape.reduce((product, length) => product * length, 1);
  const places = windows.places();
  const count = nodes.length;
  /** Of each image and node, the winner of each output. */
  const winners = new Int32Array(n * count * size);
  const rowOf = (image: number, node: number): Int32Array =>
    winners.subarray((image * count + node) * size, (image * count + node + 1) * size);
  for (let image = 0; image < n; image++) {
    const values = end(image);
    const ends = rowOf(image, 0);
    const changing: number[] = [];
    for (let output = 0; output < size; output++) {
      ends[output] = winner(places[output], start, values, nodes[0]);
      if (winner(places[output], start, values, nodes[count - 1]) !== ends[output]) changing.push(output);
    }
    for (let node = 1; node < count; node++) {
      const row = rowOf(image, node);
      row.set(ends);
      for (const output of changing) row[output] = winner(places[output], start, values, nodes[node]);
    }
  }
  return {
    points: hostTensor([n * count, ...windows.shape], (out) => {
      for (let image = 0, at = 0; image < n; image++) {
        const values = end(image);
        for (const alpha of nodes)
          for (let output = 0; output < size; output++, at++) {
            const place = winners[at];
            out[at] = start[place] + alpha * (values[place] - start[place]);
          }
      }
    }),
    mean: (slopes) =>
      hostTensor(shape, (out) => {
        const arriving = hostValues(slopes);
        const each = out.length / n;
        for (let image = 0, at = 0; image < n; image++) {
          const sums = new Float64Array(each);
          for (const weight of weights)
            for (let output = 0; output < size; output++, at++) sums[winners[at]] += weight * arriving[at];
          out.set(sums, image * each);
        }
      }),
    exact: (point) => {
      const values = end(Math.floor(point / count));
      const alpha = nodes[point % count];
      return Float64Array.from({ length: size }, (_, output) => {
        const place = winners[point * size + output];
        return start[place] + alpha * (values[place] - start[place]);
      });
    },
  };
};
