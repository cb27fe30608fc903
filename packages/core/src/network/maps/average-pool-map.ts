import * as tf from '@tensorflow/tfjs-core';
import { padAttribute, windowInfo, type SizeOf, type Window } from './conv-geometry.js';
import { hostTensor, hostValues, kernel as run } from '@interp/tape/internal';
import { changeKernel } from './kernel-change.js';
import type { LinearMap } from './linear-map.js';

type Span = [from: number, to: number];

/** The part of a window that lies on the image, for each place of the output along one axis. */
const spans = (outputs: number, size: number, stride: number, before: number, length: number): Span[] =>
  Array.from({ length: outputs }, (_, i) => {
    const start = i * stride - before;
    return [Math.max(0, start), Math.min(length, start + size)];
  });

/** Adds each value to all cells of its window. */
const spreadOver = (y: tf.Tensor, inputShape: readonly number[], rows: Span[], columns: Span[]): tf.Tensor => {
  const [n, h, w, c] = inputShape;
  return hostTensor(inputShape, (out) => {
    const values = hostValues(y);
    out.fill(0);
    let from = 0;
    for (let i = 0; i < n; i++)
      for (const [top, bottom] of rows)
        for (const [left, right] of columns) {
          for (let row = top; row < bottom; row++)
            for (let column = left; column < right; column++) {
              const to = ((i * h + row) * w + column) * c;
              for (let k = 0; k < c; k++) out[to + k] += values[from + k];
            }
          from += c;
        }
  });
};

/**
 * The map of average pooling over NHWC images: every weight is one over the number of cells of its window that lie on the image.
 * Its kernel is the weight of each window, `[1, rows, columns, 1]`.
 */
export const averagePoolMap = (sizeOf: SizeOf, window: Window): LinearMap => {
  const spansOf = (inputShape: readonly number[]): { rows: Span[]; columns: Span[] } => {
    const size = sizeOf(inputShape);
    const { outHeight, outWidth, padInfo } = windowInfo(inputShape, size, window);
    return {
      rows: spans(outHeight, size[0], window.strides[0], padInfo.top, inputShape[1]),
      columns: spans(outWidth, size[1], window.strides[1], padInfo.left, inputShape[2]),
    };
  };
  const weightOf = (inputShape: readonly number[]): tf.Tensor => {
    const { rows, columns } = spansOf(inputShape);
    const weights = rows.flatMap(([top, bottom]) =>
      columns.map(([left, right]) => 1 / ((bottom - top) * (right - left))),
    );
    return tf.tensor(weights, [1, rows.length, columns.length, 1], 'float32');
  };
  return {
    kernel: weightOf,
    apply: (x, change) => {
      const pad = padAttribute(window.padding);
      const mean = run('AvgPool', { x }, { filterSize: [...sizeOf(x.shape)], strides: [...window.strides], pad });
      if (change === undefined) return mean;
      const weight = weightOf(x.shape);
      return tf.mul(mean, tf.div(changeKernel(weight, change), weight));
    },
    transpose: (y, inputShape, change) => {
      const { rows, columns } = spansOf(inputShape);
      const weighted = tf.mul(y, changeKernel(weightOf(inputShape), change));
      return spreadOver(weighted, inputShape, rows, columns);
    },
  };
};
