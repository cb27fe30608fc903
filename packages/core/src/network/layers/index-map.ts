import type * as tf from '@tensorflow/tfjs-core';
import { sizeOfShape } from '../../numeric/shapes.js';
import { hostTensor, hostValues } from '@interp/tape/internal';

/** Where each element of an output comes from: an index into the input of one image, or -1 for a constant zero. */
export interface IndexMap {
  /** Shape of an output without the batch. */
  readonly shape: readonly number[];
  /** One source for each element of the output. */
  readonly sources: Int32Array;
}

/**
 * Builds a map from a rule for places.
 *
 * @param from - shape of an input without the batch
 * @param to - shape of an output without the batch
 * @param place - given a place in the output, the place in the input that it copies, or nothing for a zero
 * @returns the map
 */
export const indexMap = (
  from: readonly number[],
  to: readonly number[],
  place: (output: readonly number[]) => readonly number[] | undefined,
): IndexMap => {
  const sources = new Int32Array(sizeOfShape(to));
  const at = to.map(() => 0);
  for (let i = 0; i < sources.length; i++) {
    const source = place(at);
    sources[i] = source ? source.reduce((index, k, axis) => index * from[axis] + k, 0) : -1;
    for (let axis = to.length - 1; axis >= 0 && ++at[axis] === to[axis]; axis--) at[axis] = 0;
  }
  return { shape: to, sources };
};

/**
 * Copies each element from where the map says.
 *
 * @param x - a batch; borrowed
 * @param map - the map
 * @returns `[n, ...map.shape]`
 */
export const gather = (x: tf.Tensor, { shape, sources }: IndexMap): tf.Tensor => {
  const [n] = x.shape;
  return hostTensor([n, ...shape], (out) => {
    const values = hostValues(x);
    const each = values.length / n;
    for (let i = 0, to = 0; i < n; i++)
      for (let k = 0; k < sources.length; k++, to++) out[to] = sources[k] < 0 ? 0 : values[i * each + sources[k]];
  });
};

/**
 * The transpose of {@link gather}: adds each element to where the map took it from.
 *
 * @param y - `[n, ...map.shape]`; borrowed
 * @param map - the map
 * @param inputShape - the shape of the input, with the batch
 * @returns of that shape
 */
export const scatter = (y: tf.Tensor, { sources }: IndexMap, inputShape: readonly number[]): tf.Tensor =>
  hostTensor(inputShape, (out) => {
    const values = hostValues(y);
    const [n] = inputShape;
    const each = out.length / n;
    out.fill(0);
    for (let i = 0, from = 0; i < n; i++)
      for (let k = 0; k < sources.length; k++, from++) if (sources[k] >= 0) out[i * each + sources[k]] += values[from];
  });
