import { hostTensor, hostValues } from '@interp/core';
import type { ExactEnds } from './float64/exact-ends.js';
import type { Windows } from './float64/step.js';
import type { Quadrature } from './gauss-legendre.js';
import type { Way } from './way.js';

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
  /** Of each image and output, the winner at each node. */
  const winners = new Int32Array(n * size * count);
  for (let image = 0, at = 0; image < n; image++) {
    const values = end(image);
    for (let output = 0; output < size; output++, at += count) {
      const cells = places[output];
      const [first, last] = [nodes[0], nodes[count - 1]].map((alpha) => winner(cells, start, values, alpha));
      if (first === last) winners.fill(first, at, at + count);
      else for (let node = 0; node < count; node++) winners[at + node] = winner(cells, start, values, nodes[node]);
    }
  }
  return {
    points: hostTensor([n * count, ...windows.shape], (out) => {
      for (let image = 0, at = 0; image < n; image++) {
        const values = end(image);
        for (let output = 0; output < size; output++)
          for (let node = 0, to = image * count * size + output; node < count; node++, at++, to += size) {
            const from = start[winners[at]];
            out[to] = from + nodes[node] * (values[winners[at]] - from);
          }
      }
    }),
    mean: (slopes) =>
      hostTensor(shape, (out) => {
        const arriving = hostValues(slopes);
        out.fill(0);
        const each = out.length / n;
        for (let image = 0, at = 0; image < n; image++) {
          const sums = new Float64Array(each);
          for (let output = 0; output < size; output++)
            for (let node = 0, from = image * count * size + output; node < count; node++, at++, from += size)
              sums[winners[at]] += weights[node] * arriving[from];
          out.set(sums, image * each);
        }
      }),
    exact: (point) => {
      const [image, node] = [Math.floor(point / count), point % count];
      const values = end(image);
      return Float64Array.from({ length: size }, (_, output) => {
        const place = winners[(image * size + output) * count + node];
        return start[place] + nodes[node] * (values[place] - start[place]);
      });
    },
  };
};
