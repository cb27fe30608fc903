import { changeKernel, type LinearMap, type Operator, sizeOfShape } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { alongAxis } from '../along-axis.js';
import { type Geometry, outputLengths, paddedImage } from './images.js';

/** Where the places of one axis of the output take cells of their windows from, as a matrix of ones, `[1, outputs, inputs]`. */
export const taps = (
  geometry: Geometry,
  lengths: readonly number[],
  axis: number,
  cells: readonly number[],
): tf.Tensor => {
  const [from, to] = [lengths[axis], outputLengths(lengths, geometry)[axis]];
  const matrix = new Float32Array(to * from);
  for (let place = 0; place < to; place++)
    for (const cell of cells) {
      const at = place * geometry.strides[axis] + cell * geometry.dilations[axis] - geometry.sides[axis][0];
      if (at >= 0 && at < from) matrix[place * from + at] = 1;
    }
  return tf.tensor3d(matrix, [1, to, from]);
};

const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** How many cells of each window count, `[1, places…, 1]`: those on the image, or also those on the cells that the operator says around it. */
const counts = (geometry: Geometry, lengths: readonly number[], around: Geometry['sides'] | undefined): tf.Tensor => {
  const outputs = outputLengths(lengths, geometry);
  const perAxis = outputs.map((count, axis) =>
    upTo(count).map((place) => {
      const start = place * geometry.strides[axis] - geometry.sides[axis][0];
      const [low, high] = around ? [-around[axis][0], lengths[axis] + around[axis][1]] : [0, lengths[axis]];
      const cells = upTo(geometry.size[axis]).map((cell) => start + cell * geometry.dilations[axis]);
      return cells.filter((at) => at >= low && at < high).length;
    }),
  );
  const axes = perAxis.map((list, axis) =>
    tf.tensor(list, [1, ...outputs.map((_, i) => (i === axis ? list.length : 1)), 1], 'float32'),
  );
  return axes.slice(1).reduce((a, b) => tf.mul(a, b), axes[0]);
};

/**
 * The map of average pooling over any number of axes, with any dilation.
 *
 * @param geometry - how windows lie
 * @param lengths - of the input
 * @param around - cells around the image that count; undefined where none do
 * @returns the map; its kernel is the weight of each window, `[1, places…, 1]`
 */
export const averageMap = (
  geometry: Geometry,
  lengths: readonly number[],
  around: Geometry['sides'] | undefined,
): LinearMap => {
  const weight = (): tf.Tensor => tf.reciprocal(counts(geometry, lengths, around));
  const summed = (x: tf.Tensor, isBack: boolean): tf.Tensor =>
    geometry.size.reduce((sum, size, axis) => alongAxis(sum, axis + 1, taps(geometry, lengths, axis, upTo(size)), isBack), x); // prettier-ignore
  return {
    kernel: weight,
    apply: (x, change) => tf.mul(summed(x, false), changeKernel(weight(), change)),
    transpose: (y, _, change) => summed(tf.mul(y, changeKernel(weight(), change)), true),
  };
};

/** One cell of each window, cell by cell. */
const cellsOf = (geometry: Geometry): number[][] =>
  upTo(sizeOfShape(geometry.size)).map((cell) => {
    const at: number[] = [];
    let rest = cell;
    for (let axis = geometry.spatial - 1; axis >= 0; axis--) {
      at[axis] = rest % geometry.size[axis];
      rest = Math.floor(rest / geometry.size[axis]);
    }
    return at;
  });

const cellValues = (padded: tf.Tensor, { strides, dilations }: Geometry, outputs: readonly number[], cell: readonly number[]): tf.Tensor => {
  const start = cell.map((one, axis) => one * dilations[axis]);
  const end = start.map((at, axis) => at + (outputs[axis] - 1) * strides[axis] + 1);
  return tf.stridedSlice(padded, [0, ...start, 0], [padded.shape[0], ...end, padded.shape.at(-1)!], [1, ...strides, 1]);
}; // prettier-ignore

/** The maximum of each window over any number of axes, with any dilation: the first of equal ones. */
export const maximumOfWindows = (geometry: Geometry): Operator => {
  const values = (x: tf.Tensor): tf.Tensor[] => {
    const padded = paddedImage(x, geometry.sides, -Infinity);
    const outputs = outputLengths(x.shape.slice(1, -1), geometry);
    return cellsOf(geometry).map((cell) => cellValues(padded, geometry, outputs, cell));
  };
  return {
    kind: 'max-pooling',
    forward: ([x]) => [values(x).reduce((a, b) => tf.maximum(a, b))],
    vjp: (dy, { x, y, inputShape }) => {
      const lengths = inputShape.slice(1, -1);
      const whole = values(x!);
      let isOpen = tf.onesLike(y);
      let sum = tf.zeros([...inputShape]);
      cellsOf(geometry).forEach((cell, i) => {
        const isHere = tf.mul(tf.cast(tf.equal(whole[i], y), 'float32'), isOpen);
        isOpen = tf.sub(isOpen, isHere);
        const back = cell.reduce((part, at, axis) => alongAxis(part, axis + 1, taps(geometry, lengths, axis, [at]), true), tf.mul(dy, isHere)); // prettier-ignore
        sum = tf.add(sum, back);
      });
      return sum;
    },
  };
};
