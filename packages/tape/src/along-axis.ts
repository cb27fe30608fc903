import * as tf from '@tensorflow/tfjs-core';

/** Applies a function of `[before, n, after]` along one axis of a tensor of any rank, which kernels of webgl do not take. */
const along = (x: tf.Tensor, axis: number, change: (x: tf.Tensor3D) => tf.Tensor): tf.Tensor => {
  const [before, after] = [x.shape.slice(0, axis), x.shape.slice(axis + 1)];
  const made = change(tf.reshape(x, [tf.util.sizeFromShape(before), x.shape[axis], tf.util.sizeFromShape(after)]));
  return tf.reshape(made, [...before, made.shape[1]!, ...after]);
};

/** Puts cells of a value before and after an axis. */
export const padAxis = (x: tf.Tensor, axis: number, [first, last]: readonly [number, number], value = 0): tf.Tensor =>
  first || last
    ? along(x, axis, (y) =>
        tf.pad(
          y,
          [
            [0, 0],
            [first, last],
            [0, 0],
          ],
          value,
        ),
      )
    : x;

/** Takes `length` cells of an axis from `first` on. */
export const cutAxis = (x: tf.Tensor, axis: number, first: number, length: number): tf.Tensor =>
  first || length < x.shape[axis] ? along(x, axis, (y) => tf.slice(y, [0, first, 0], [-1, length, -1])) : x;

/** Turns axes round. */
export const reverseAxes = (x: tf.Tensor, axes: readonly number[]): tf.Tensor =>
  axes.reduce((y, axis) => along(y, axis, (z) => tf.reverse(z, 1)), x);

/** Puts `rate - 1` zeros between the cells of an axis. */
export const spreadAxis = (x: tf.Tensor, axis: number, rate: number): tf.Tensor => {
  if (rate === 1) return x;
  return along(x, axis, (y) => {
    const [before, n, after] = y.shape;
    const wide = padAxis(tf.reshape(y, [before, n, 1, after]), 2, [0, rate - 1]);
    return cutAxis(tf.reshape(wide, [before, n * rate, after]), 1, 0, (n - 1) * rate + 1);
  });
};

/** Takes each `rate`-th cell of an axis, what {@link spreadAxis} put there. */
export const thinAxis = (x: tf.Tensor, axis: number, rate: number): tf.Tensor => {
  if (rate === 1) return x;
  return along(x, axis, (y) => {
    const [before, length, after] = y.shape;
    const n = (length - 1) / rate + 1;
    const whole = tf.reshape(padAxis(y, 1, [0, rate - 1]), [before, n, rate, after]);
    return tf.reshape(cutAxis(whole, 2, 0, 1), [before, n, after]);
  });
};

/** Sums a tensor over the axes along which another shape was broadcast to its. */
export const sumTo = (x: tf.Tensor, shape: readonly number[]): tf.Tensor => {
  const axes = tf.broadcast_util.getReductionAxes([...shape], x.shape);
  return tf.reshape(axes.length ? tf.sum(x, axes) : x, [...shape]);
};
