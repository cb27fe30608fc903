import * as tf from '@tensorflow/tfjs-core';
import type { KernelConfig } from '@tensorflow/tfjs-core';
import { margins } from './conv2d-geometry.js';

type Shape4D = [number, number, number, number];

const surplus = (size: number, out: number, stride: number, window: number): boolean =>
  (out - 1) * stride + window < size;

/**
 * A forward convolution with `same` padding that is also right where strides wider than the window skip pixels: there the backend's own
 * kernel returns zeros. It is given explicit margins of 0 instead.
 *
 * @param stock - a convolution kernel that TensorFlow.js registered
 * @returns the kernel to register in its place
 */
export const explicitSame = (stock: KernelConfig): KernelConfig => ({
  ...stock,
  kernelFunc: (params) => {
    const attrs = params.attrs!;
    if (attrs['pad'] !== 'same') return stock.kernelFunc(params);
    const { x, filter } = params.inputs as { x: tf.TensorInfo; filter: tf.TensorInfo };
    const info = tf.backend_util.computeConv2DInfo(
      x.shape as Shape4D,
      filter.shape as Shape4D,
      attrs['strides'] as [number, number],
      (attrs['dilations'] ?? 1) as [number, number],
      'same',
      undefined,
      stock.kernelName.includes('Depthwise'),
    );
    const { top, bottom, left, right } = info.padInfo;
    const leftOver =
      surplus(info.inHeight, info.outHeight, info.strideHeight, info.effectiveFilterHeight) ||
      surplus(info.inWidth, info.outWidth, info.strideWidth, info.effectiveFilterWidth);
    if (!leftOver) return stock.kernelFunc(params);
    return stock.kernelFunc({ ...params, attrs: { ...attrs, pad: margins([top, bottom], [left, right]) } });
  },
});
