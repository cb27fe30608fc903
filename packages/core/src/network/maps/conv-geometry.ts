import * as tf from '@tensorflow/tfjs-core';

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

/**
 * Padding as TensorFlow.js' kernels take it.
 *
 * @param padding - rows and columns
 * @returns `'same'`, `'valid'` or all four pairs
 */
export const padAttribute = (padding: Padding): 'same' | 'valid' | ExplicitPadding =>
  typeof padding === 'string' ? padding : [[0, 0], [...padding[0]], [...padding[1]], [0, 0]];

/**
 * Where the windows of a convolution or of pooling lie.
 *
 * @param inputShape - NHWC
 * @param size - rows and columns of a window
 * @param window - how it moves
 * @returns sizes and paddings, as TensorFlow.js computes them
 */
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
