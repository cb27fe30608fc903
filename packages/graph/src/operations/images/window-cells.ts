import { changeKernel, type LinearMap, type Operator, sizeOfShape } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { alongAxis } from '../along-axis.js';
import { type Geometry, outputLengths, paddedImage } from './images.js';

/** Windows over any number of axes, said axis by axis. */
export interface Windows {
  /** Cells of a window along each axis, at most. */
  readonly size: readonly number[];
  /** How many windows there are along each axis. */
  readonly outputs: readonly number[];
  /** The place of the input that a cell of a window lies on; undefined where it lies on none. */
  readonly at: (axis: number, place: number, cell: number) => number | undefined;
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

const windowsOf = (geometry: Geometry, lengths: readonly number[]): Windows => ({
  size: geometry.size,
  outputs: outputLengths(lengths, geometry),
  at: (axis, place, cell) => {
    const at = place * geometry.strides[axis] + cell * geometry.dilations[axis] - geometry.sides[axis][0];
    return at >= 0 && at < lengths[axis] ? at : undefined;
  },
});

/** Where the places of one axis of the output take cells of their windows from, as a matrix of ones, `[1, outputs, inputs]`. */
const tapsOf = ({ outputs, at }: Windows, lengths: readonly number[], axis: number, cells: readonly number[]): tf.Tensor => {
  const [from, to] = [lengths[axis], outputs[axis]];
  const matrix = new Float32Array(to * from);
  for (let place = 0; place < to; place++)
    for (const cell of cells) {
      const input = at(axis, place, cell);
      if (input !== undefined) matrix[place * from + input] = 1;
    }
  return tf.tensor3d(matrix, [1, to, from]);
}; // prettier-ignore

/** The same of windows of one size. */
export const taps = (
  geometry: Geometry,
  lengths: readonly number[],
  axis: number,
  cells: readonly number[],
): tf.Tensor => tapsOf(windowsOf(geometry, lengths), lengths, axis, cells);

/** The map of averages over windows, by how many cells of each count along each axis; its kernel is the weight of each window, `[1, places…, 1]`. */
const averagesBy = (windows: Windows, lengths: readonly number[], counted: (axis: number, place: number) => number): LinearMap => {
  const { size, outputs } = windows;
  const weight = (): tf.Tensor => {
    const axes = outputs.map((count, axis) =>
      tf.tensor(upTo(count).map((place) => counted(axis, place)), [1, ...outputs.map((_, i) => (i === axis ? count : 1)), 1], 'float32'),
    );
    return tf.reciprocal(axes.slice(1).reduce((a, b) => tf.mul(a, b), axes[0]));
  };
  const summed = (x: tf.Tensor, isBack: boolean): tf.Tensor =>
    size.reduce((sum, cells, axis) => alongAxis(sum, axis + 1, tapsOf(windows, lengths, axis, upTo(cells)), isBack), x);
  return {
    kernel: weight,
    apply: (x, change) => tf.mul(summed(x, false), changeKernel(weight(), change)),
    transpose: (y, _, change) => summed(tf.mul(y, changeKernel(weight(), change)), true),
  };
}; // prettier-ignore

/**
 * The map of averages over the cells of windows that lie on the input.
 *
 * @param windows - the windows
 * @param lengths - of the input
 * @returns the map; its kernel is the weight of each window, `[1, places…, 1]`
 */
export const averageOf = (windows: Windows, lengths: readonly number[]): LinearMap =>
  averagesBy(
    windows,
    lengths,
    (axis, place) => upTo(windows.size[axis]).filter((cell) => windows.at(axis, place, cell) !== undefined).length,
  );

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
  const { size, strides, dilations, sides } = geometry;
  return averagesBy(windowsOf(geometry, lengths), lengths, (axis, place) => {
    const start = place * strides[axis] - sides[axis][0];
    const [low, high] = around ? [-around[axis][0], lengths[axis] + around[axis][1]] : [0, lengths[axis]];
    return upTo(size[axis]).filter((cell) => {
      const at = start + cell * dilations[axis];
      return at >= low && at < high;
    }).length;
  });
};

/** One cell of each window, cell by cell. */
const cellsOf = (size: readonly number[]): number[][] =>
  upTo(sizeOfShape(size)).map((cell) => {
    const at: number[] = [];
    let rest = cell;
    for (let axis = size.length - 1; axis >= 0; axis--) {
      at[axis] = rest % size[axis];
      rest = Math.floor(rest / size[axis]);
    }
    return at;
  });

/** The maximum of each window, the first of equal ones, by the values of each cell in all windows. */
const maximumBy = (windows: (lengths: readonly number[]) => Windows, valuesOf: (x: tf.Tensor) => readonly tf.Tensor[]): Operator => ({
  kind: 'max-pooling',
  forward: ([x]) => [valuesOf(x).reduce((a, b) => tf.maximum(a, b))],
  vjp: (dy, { x, y, inputShape }) => {
    const lengths = inputShape.slice(1, -1);
    const over = windows(lengths);
    const whole = valuesOf(x!);
    let isOpen = tf.onesLike(y);
    let sum = tf.zeros([...inputShape]);
    cellsOf(over.size).forEach((cell, i) => {
      const isHere = tf.mul(tf.cast(tf.equal(whole[i], y), 'float32'), isOpen);
      isOpen = tf.sub(isOpen, isHere);
      const back = cell.reduce((part, at, axis) => alongAxis(part, axis + 1, tapsOf(over, lengths, axis, [at]), true), tf.mul(dy, isHere));
      sum = tf.add(sum, back);
    });
    return sum;
  },
}); // prettier-ignore

const cellValues = (padded: tf.Tensor, { strides, dilations }: Geometry, outputs: readonly number[], cell: readonly number[]): tf.Tensor => {
  const start = cell.map((one, axis) => one * dilations[axis]);
  const end = start.map((at, axis) => at + (outputs[axis] - 1) * strides[axis] + 1);
  return tf.stridedSlice(padded, [0, ...start, 0], [padded.shape[0], ...end, padded.shape.at(-1)!], [1, ...strides, 1]);
}; // prettier-ignore

/** The maximum of each window over any number of axes, with any dilation: the first of equal ones. */
export const maximumOfWindows = (geometry: Geometry): Operator =>
  maximumBy(
    (lengths) => windowsOf(geometry, lengths),
    (x) => {
      const padded = paddedImage(x, geometry.sides, -Infinity);
      const outputs = outputLengths(x.shape.slice(1, -1), geometry);
      return cellsOf(geometry.size).map((cell) => cellValues(padded, geometry, outputs, cell));
    },
  );

/** The maximum of each window that begins on the input, the first of equal ones; what a window has less than the largest is its last cell again. */
export const maximumOf = (windows: Windows): Operator => {
  const { size, outputs, at } = windows;
  const placeOf = (axis: number, place: number, cell: number): number =>
    at(axis, place, cell) ?? placeOf(axis, place, cell - 1);
  return maximumBy(
    () => windows,
    (x) =>
      cellsOf(size).map((cell) =>
        cell.reduce(
          (values, one, axis) =>
            tf.gather(values, tf.tensor1d(upTo(outputs[axis]).map((place) => placeOf(axis, place, one)), 'int32'), axis + 1), // prettier-ignore
          x,
        ),
      ),
  );
};
