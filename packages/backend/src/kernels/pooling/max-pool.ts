import * as tf from '@tensorflow/tfjs-core';
import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { kernelTable, place } from '../../compiled/kernel-table.js';
import { costOfValue, divide } from '../../threads/divide.js';
import type { WasmBackend } from '../../wasm-backend.js';

type Shape4D = [number, number, number, number];
type Info = ReturnType<typeof tf.backend_util.computePool2DInfo>;

/** Attributes of both kernels of max-pooling. */
export interface PoolAttributes {
  /** Rows and columns of a window. */
  readonly filterSize: [number, number] | number;
  /** Strides of the window, for rows and columns. */
  readonly strides: [number, number] | number;
  /** `same`, `valid`, a number, or explicit margins. */
  readonly pad: Parameters<typeof tf.backend_util.computePool2DInfo>[4];
  /** How a number of windows that is no integer is rounded. */
  readonly dimRoundingMode?: Parameters<typeof tf.backend_util.computePool2DInfo>[5];
}

/**
 * Sizes, margins and steps of a pooling.
 *
 * @param inputShape - `[n, height, width, channels]`
 * @param attributes - windows, strides, padding
 * @returns TensorFlow.js' own description
 */
export const poolGeometry = (
  inputShape: readonly number[],
  { filterSize, strides, pad, dimRoundingMode }: PoolAttributes,
): Info => tf.backend_util.computePool2DInfo(inputShape as Shape4D, filterSize, strides, 1, pad, dimRoundingMode);

/** Whether every window has at least one pixel of the image in it. */
const allSee = ({ inHeight, inWidth, outHeight, outWidth, ...info }: Info): boolean =>
  info.padInfo.top < info.filterHeight &&
  info.padInfo.left < info.filterWidth &&
  (outHeight - 1) * info.strideHeight - info.padInfo.top < inHeight &&
  (outWidth - 1) * info.strideWidth - info.padInfo.left < inWidth;

/**
 * Max-pooling of four channels or more by a compiled kernel, which can be divided among threads. It gives the same bits as XNNPACK.
 *
 * @param stock - the kernel that TensorFlow.js registered
 * @returns the kernel to register in its place
 */
export const maxPool = (stock: KernelConfig): KernelConfig => ({
  ...stock,
  kernelFunc: (params) => {
    const backend = params.backend as WasmBackend;
    const { x } = params.inputs as { x: TensorInfo };
    if (!kernelTable(backend) || x.dtype !== 'float32' || x.shape[3] < 4) return stock.kernelFunc(params);
    const info = poolGeometry(x.shape, params.attrs as unknown as PoolAttributes);
    const { batchSize, inHeight, inWidth, inChannels: channels, outHeight, outWidth, padInfo } = info;
    if (batchSize * outHeight * outWidth === 0 || !allSee(info)) return stock.kernelFunc(params);
    const out = backend.makeOutput(info.outShape, 'float32');
    const [from, to] = [place(backend, x), place(backend, out)];
    const sizes = [inHeight, inWidth, channels, outHeight, outWidth, info.filterHeight, info.filterWidth];
    const steps = [info.strideHeight, info.strideWidth, padInfo.top, padInfo.left];
    const [pixels, results] = [inHeight * inWidth * channels, outHeight * outWidth * channels];
    const work = (costOfValue / 4) * batchSize * results * info.filterHeight * info.filterWidth;
    divide(backend, 'maxPool', { length: batchSize, work }, (first, count) => [
      from + 4 * first * pixels,
      to + 4 * first * results,
      count,
      ...sizes,
      ...steps,
    ]);
    return out;
  },
});
