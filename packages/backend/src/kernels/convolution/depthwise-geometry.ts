import * as tf from '@tensorflow/tfjs-core';

/** What the two backward kernels of a depthwise convolution are told. */
export interface DepthwiseAttributes {
  /** Steps of the window, rows and columns. */
  readonly strides: [number, number] | number;
  /** Steps within the window, rows and columns. */
  readonly dilations: [number, number] | number;
  /** `same`, `valid`, a number, or explicit margins. */
  readonly pad: Parameters<typeof tf.backend_util.computeConv2DInfo>[4];
  /** How a window that does not fit is counted. */
  readonly dimRoundingMode?: Parameters<typeof tf.backend_util.computeConv2DInfo>[5];
}

/** One tap of a depthwise convolution on one output pixel. */
export type Tap = (xStart: number, yStart: number, filterStart: number) => void;

/**
 * Visits every tap of every output pixel that lies within the image.
 *
 * @param inputShape - `[n, height, width, channels]`
 * @param filterShape - `[height, width, channels, multiplier]`
 * @param attributes - strides, padding, dilations
 * @param tap - given where in `x`, `y` and the filter the first channel lies
 */
export const eachTap = (
  inputShape: readonly number[],
  filterShape: readonly number[],
  { strides, dilations, pad, dimRoundingMode }: DepthwiseAttributes,
  tap: Tap,
): void => {
  const info = tf.backend_util.computeConv2DInfo(
    inputShape as [number, number, number, number],
    filterShape as [number, number, number, number],
    strides,
    dilations,
    pad,
    dimRoundingMode,
    true,
  );
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, filterHeight, filterWidth } =
    info;
  for (let n = 0, y = 0; n < batchSize; n++) {
    for (let row = 0; row < outHeight; row++) {
      for (let column = 0; column < outWidth; column++, y += outChannels) {
        for (let i = 0; i < filterHeight; i++) {
          const r = row * info.strideHeight - info.padInfo.top + i * info.dilationHeight;
          if (r < 0 || r >= inHeight) continue;
          for (let j = 0; j < filterWidth; j++) {
            const c = column * info.strideWidth - info.padInfo.left + j * info.dilationWidth;
            if (c < 0 || c >= inWidth) continue;
            tap(((n * inHeight + r) * inWidth + c) * inChannels, y, (i * filterWidth + j) * outChannels);
          }
        }
      }
    }
  }
};
