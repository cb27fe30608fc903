import * as tf from '@tensorflow/tfjs-core';
import { InterpError } from '@interp/checks';

type Shape4D = [number, number, number, number];
type Pad = Parameters<typeof tf.backend_util.computeConv2DInfo>[4];
type Rounding = Parameters<typeof tf.backend_util.computeConv2DInfo>[5];

/** Attributes of the two backward kernels of a convolution; TensorFlow.js itself never sends `dilations`. */
export interface Conv2DAttributes {
  /** Strides of the window, for rows and columns. */
  readonly strides: [number, number] | number;
  /** Dilation rates of the window, for rows and columns. Default 1. */
  readonly dilations?: [number, number] | number;
  /** `same`, `valid`, a number, or explicit margins. */
  readonly pad: Pad;
  /** Order of the axes; only `NHWC` here. */
  readonly dataFormat: 'NHWC' | 'NCHW';
  /** How a number of windows that is no integer is rounded. */
  readonly dimRoundingMode?: Rounding;
}

/**
 * Sizes, margins and steps of a convolution.
 *
 * @param inputShape - `[n, height, width, channels]`
 * @param filterShape - `[height, width, in, out]`
 * @param attributes - strides, padding, dilations
 * @returns TensorFlow.js' own description
 * @throws `bad-option` for channels-first data, which the wasm backend does not convolve either
 */
export const conv2DGeometry = (
  inputShape: readonly number[],
  filterShape: readonly number[],
  { strides, dilations = 1, pad, dataFormat, dimRoundingMode }: Conv2DAttributes,
): ReturnType<typeof tf.backend_util.computeConv2DInfo> => {
  if (dataFormat !== 'NHWC') {
    throw new InterpError(
      'bad-option',
      `the wasm backend convolves NHWC data only and got ${dataFormat}; transpose it, or use another backend`,
    );
  }
  return tf.backend_util.computeConv2DInfo(
    inputShape as Shape4D,
    filterShape as Shape4D,
    strides,
    dilations,
    pad,
    dimRoundingMode,
  );
};

/**
 * Explicit margins as the forward kernels take them.
 *
 * @param rows - above and below
 * @param columns - left and right
 * @returns the attribute `pad`
 */
export const margins = (rows: readonly [number, number], columns: readonly [number, number]): number[][] => [
  [0, 0],
  [...rows],
  [...columns],
  [0, 0],
];
