import * as tf from '@tensorflow/tfjs-core';
import { correct, type Correction } from './correction.js';

type Axes = number | number[];

/** A tensor as rows, one for each result of a reduction, and the way back. */
const inRows = (x: tf.Tensor, axis: Axes | null | undefined) => {
  const axes = tf.util.parseAxisParam(axis ?? x.shape.map((_, i) => i), x.shape);
  const order = [...x.shape.keys()].filter((i) => !axes.includes(i)).concat(axes);
  const shape = order.map((i) => x.shape[i]);
  const width = tf.util.sizeFromShape(axes.map((i) => x.shape[i]));
  return {
    rows: tf.reshape(tf.transpose(x, order), [-1, width]),
    width,
    back: (rows: tf.Tensor) =>
      tf.transpose(
        tf.reshape(rows, shape),
        [...order.keys()].map((i) => order.indexOf(i)),
      ),
  };
};

/** The largest or smallest value: all of the gradient goes to the first of equal ones, as in pooling; TensorFlow.js gives each of them all of it. */
const extremum = (kernelName: 'Max' | 'Min'): Correction =>
  correct(kernelName, ['x'], (dy, [x], { reductionIndices, axis }: { reductionIndices?: Axes; axis?: Axes }) => ({
    x: () => {
      const { rows, width, back } = inRows(x, reductionIndices ?? axis);
      const place = kernelName === 'Max' ? tf.argMax(rows, 1) : tf.argMin(rows, 1);
      return back(tf.mul(tf.reshape(dy, [-1, 1]), tf.cast(tf.oneHot(place as tf.Tensor1D, width), 'float32')));
    },
  }));

interface Cumulative {
  readonly axis: number;
  readonly exclusive: boolean;
  readonly reverse: boolean;
}

/** Gradients of reductions and cumulative sums. */
export const reductions: readonly Correction[] = [
  extremum('Max'),
  extremum('Min'),
  correct('Prod', ['x'], (dy, [x], { axis }: { axis: Axes }) => ({
    x: () => {
      const { rows, back } = inRows(x, axis);
      const others = tf.mul(tf.cumprod(rows, 1, true, false), tf.cumprod(rows, 1, true, true));
      return back(tf.mul(tf.reshape(dy, [-1, 1]), others));
    },
  })),
  correct('Cumsum', [], (dy, _, { axis, exclusive, reverse }: Cumulative) => ({
    x: () => tf.cumsum(dy, axis, exclusive, !reverse),
  })),
  correct('Cumprod', ['x'], (dy, [x], { axis, exclusive, reverse }: Cumulative) => ({
    x: () => tf.div(tf.cumsum(tf.mul(dy, tf.cumprod(x, axis, exclusive, reverse)), axis, exclusive, !reverse), x),
  })),
  correct('TopK', ['x'], (dy, [x], { k }: { k: number }) => ({
    x: () => {
      const places = tf.oneHot(tf.cast(tf.topk(x, k).indices, 'int32'), x.shape[x.rank - 1]);
      return tf.sum(tf.mul(tf.expandDims(dy, -1), tf.cast(places, 'float32')), -2);
    },
  })),
];
