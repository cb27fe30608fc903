import * as tf from '@tensorflow/tfjs-core';
import { hostTensor, hostValues } from '@interp/tape/internal';

/** Empty rows and columns around an image. */
export type Padding = 'same' | 'valid' | readonly [rows: readonly [number, number], columns: readonly [number, number]];

/** How a window moves over an image. */
export interface Window {
  /** Steps between windows, rows and columns. */
  readonly strides: readonly [number, number];
  /** Steps between the window's own cells. */
  readonly dilations: readonly [number, number];
  /** What lies around the image. */
  readonly padding: Padding;
}

/** Rows and columns of a window, given the NHWC shape of the images. */
export type SizeOf = (inputShape: readonly number[]) => readonly [rows: number, columns: number];

/** Four pairs of padding, as TensorFlow.js has it. */
export type ExplicitPadding = [[number, number], [number, number], [number, number], [number, number]];

/** Padding as TensorFlow.js' kernels take it: `'same'`, `'valid'` or all four pairs. */
export const padAttribute = (padding: Padding): 'same' | 'valid' | ExplicitPadding =>
  typeof padding === 'string' ? padding : [[0, 0], [...padding[0]], [...padding[1]], [0, 0]];

/** Where the windows of a convolution or of pooling lie over NHWC images, as TensorFlow.js computes it. */
export const windowInfo = (
  inputShape: readonly number[],
  size: readonly [number, number],
  { strides, dilations, padding }: Window,
): ReturnType<typeof tf.backend_util.computeConv2DInfo> =>
  tf.backend_util.computeConv2DInfo(
    inputShape as [number, number, number, number],
    [size[0], size[1], inputShape[3], 1],
    [...strides],
    [...dilations],
    padAttribute(padding),
  );

/**
 * Puts zeros between the rows and columns of an image, so that a strided convolution's transpose is one of stride 1.
 *
 * @param y - NHWC; borrowed
 * @param strides - the distance that rows and columns are to have
 * @returns `[n, (h - 1) * stride + 1, (w - 1) * stride + 1, c]`, or `y` itself at stride 1
 */
export const spreadOut = (y: tf.Tensor, [down, across]: readonly [number, number]): tf.Tensor => {
  if (down === 1 && across === 1) return y;
  const [n, h, w, c] = y.shape;
  const [high, wide] = [(h - 1) * down + 1, (w - 1) * across + 1];
  return hostTensor([n, high, wide, c], (out) => {
    const values = hostValues(y);
    out.fill(0);
    for (let i = 0, from = 0; i < n; i++)
      for (let row = 0; row < h; row++)
        for (let column = 0; column < w; column++, from += c) {
          const to = ((i * high + row * down) * wide + column * across) * c;
          for (let k = 0; k < c; k++) out[to + k] = values[from + k];
        }
  });
};

/**
 * The padding under which a convolution of stride 1 with the flipped filter is the transpose.
 *
 * @param inputShape - NHWC, of the forward map
 * @param size - rows and columns of the filter
 * @param window - how it moved
 * @returns padding for the spread-out output
 */
export const transposedPadding = (
  inputShape: readonly number[],
  size: readonly [number, number],
  window: Window,
): ExplicitPadding => {
  const { padInfo, outHeight, outWidth } = windowInfo(inputShape, size, window);
  const side = (axis: 0 | 1, before: number, outputs: number): [number, number] => {
    const reach = window.dilations[axis] * (size[axis] - 1);
    const spread = (outputs - 1) * window.strides[axis] + 1;
    return [reach - before, inputShape[axis + 1] + before - spread];
  };
  return [[0, 0], side(0, padInfo.top, outHeight), side(1, padInfo.left, outWidth), [0, 0]];
};
