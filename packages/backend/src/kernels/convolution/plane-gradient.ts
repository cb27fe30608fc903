import type { TensorInfo } from '@tensorflow/tfjs-core';
import { place } from '../../compiled/kernel-table.js';
import { divide, partsAtMost } from '../../threads/divide.js';
import { free, type WasmBackend } from '../../wasm-backend.js';
import type { conv2DGeometry } from './conv2d-geometry.js';

type Geometry = ReturnType<typeof conv2DGeometry>;

/** How many pixels of a row the kernel computes at a time. */
const tile = 16;

const roundedUp = (width: number): number => Math.ceil(width / tile) * tile;

/**
 * Whether {@link planeGradient} can compute a convolution: one channel, stride 1, margins no wider than the window.
 *
 * @param info - the convolution
 * @returns true where it is
 */
export const isPlane = (info: Geometry): boolean =>
  info.inChannels === 1 &&
  [info.strideHeight, info.strideWidth, info.dilationHeight, info.dilationWidth].every((step) => step === 1) &&
  info.padInfo.top < info.filterHeight &&
  info.padInfo.left < info.filterWidth;

/**
 * The gradient of a convolution with respect to images of one channel.
 *
 * @param backend - the backend, which has compiled kernels
 * @param dy - `[n, h', w', out]`; borrowed
 * @param filter - `[h, w, 1, out]`; borrowed
 * @param info - the convolution
 * @returns `[n, h, w, 1]`, which the caller frees
 */
export const planeGradient = (backend: WasmBackend, dy: TensorInfo, filter: TensorInfo, info: Geometry): TensorInfo => {
  const { batchSize, inHeight, inWidth, outHeight, outWidth, outChannels, filterHeight, filterWidth, padInfo } = info;
  const line = roundedUp(inWidth) + filterWidth + outWidth;
  const weights = 2 * (filterHeight + 1) * filterWidth * outChannels;
  const roomOfPart = line * outHeight * outChannels + 2 * roundedUp(inWidth) + weights;
  const parts = Math.min(batchSize, partsAtMost(backend));
  const [dx, room] = [backend.makeOutput(info.inShape, 'float32'), backend.makeOutput([parts * roomOfPart], 'float32')];
  const [arriving, kernel, to, rooms] = [dy, filter, dx, room].map((tensor) => place(backend, tensor));
  const [pixels, sums] = [inHeight * inWidth, outHeight * outWidth * outChannels];
  const window = [filterHeight, filterWidth, padInfo.top, padInfo.left];
  const work = 2 * batchSize * sums * filterHeight * filterWidth;
  divide(backend, 'planeGradient', { length: batchSize, work }, (first, count, part) => [
    arriving + 4 * first * sums,
    kernel,
    to + 4 * first * pixels,
    rooms + 4 * part * roomOfPart,
    count,
    inHeight,
    inWidth,
    outHeight,
    outWidth,
    outChannels,
    ...window,
    4 * line,
  ]);
  free(backend, room);
  return dx;
};
