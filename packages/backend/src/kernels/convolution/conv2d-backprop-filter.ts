import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { kernelTable, place } from '../../compiled/kernel-table.js';
import { divide } from '../../threads/divide.js';
import { free, runKernel, transposed, type WasmBackend } from '../../wasm-backend.js';
import { conv2DGeometry, margins, type Conv2DAttributes } from './conv2d-geometry.js';

type Geometry = ReturnType<typeof conv2DGeometry>;

/**
 * Calls a function with an image that has zeros on its left and right.
 *
 * @param backend - the backend
 * @param x - `[n, h, w, c]`; borrowed
 * @param left - columns of zeros to put before
 * @param right - columns of zeros to put after
 * @param use - given the wider image, or `x` itself where there is nothing to add; borrows it
 */
const withPaddedColumns = (
  backend: WasmBackend,
  x: TensorInfo,
  left: number,
  right: number,
  use: (x: TensorInfo) => void,
): void => {
  if (left === 0 && right === 0) return use(x);
  const paddings = [
    [0, 0],
    [0, 0],
    [left, right],
    [0, 0],
  ];
  const wider = runKernel(backend, 'PadV2', { x }, { paddings, constantValue: 0 });
  use(wider);
  free(backend, wider);
};

/** Bytes of output and image rows that one pass of the compiled kernel goes over repeatedly: they should fit a core's cache. */
const cachedBytes = 256 * 1024;

/** How far the last window reaches beyond the image along an axis; negative where rows or columns are left over. */
const excess = (size: number, out: number, stride: number, window: number, before: number): number =>
  (out - 1) * stride + window - size - before;

const asConvolution = (backend: WasmBackend, x: TensorInfo, dy: TensorInfo, info: Geometry): TensorInfo => {
  const { inHeight, inWidth, outHeight, outWidth, filterHeight, filterWidth, inChannels, outChannels, padInfo } = info;
  const bottom = excess(inHeight, outHeight, info.strideHeight, info.effectiveFilterHeight, padInfo.top);
  const right = excess(inWidth, outWidth, info.strideWidth, info.effectiveFilterWidth, padInfo.left);
  const images = transposed(backend, x, [3, 1, 2, 0]);
  const filter = transposed(backend, dy, [1, 2, 0, 3]);
  const full = runKernel(
    backend,
    'Conv2D',
    { x: images, filter },
    {
      strides: [info.dilationHeight, info.dilationWidth],
      dilations: [info.strideHeight, info.strideWidth],
      pad: margins([padInfo.top, Math.max(0, bottom)], [padInfo.left, Math.max(0, right)]),
      dataFormat: 'NHWC',
    },
  );
  const size = [inChannels, filterHeight, filterWidth, outChannels];
  const whole = full.shape[1] === filterHeight && full.shape[2] === filterWidth;
  const used = whole ? full : runKernel(backend, 'Slice', { x: full }, { begin: [0, 0, 0, 0], size });
  const result = transposed(backend, used, [1, 2, 0, 3]);
  free(backend, images, filter, full);
  if (!whole) free(backend, used);
  return result;
};

/**
 * The gradient of a convolution with respect to its filter, which the wasm backend lacks, by a compiled kernel. Where that is not loaded, and
 * for fewer than four features or dilated columns, it is computed as a convolution itself: of `x` as `[in, h, w, n]`, channels taken as the
 * batch, with `dy` as the filter `[h', w', n, out]`; strides and dilations change roles.
 *
 * Inputs `x` `[n, h, w, in]` and `dy` `[n, h', w', out]`; result `[h, w, in, out]`. Any strides, padding and dilations.
 */
export const conv2DBackpropFilter: KernelConfig = {
  kernelName: 'Conv2DBackpropFilter',
  backendName: 'wasm',
  kernelFunc: ({ inputs, backend: any, attrs }) => {
    const backend = any as WasmBackend;
    const { x, dy } = inputs as { x: TensorInfo; dy: TensorInfo };
    const options = attrs as unknown as Conv2DAttributes & { filterShape: number[] };
    const info = conv2DGeometry(x.shape, options.filterShape, options);
    const table = kernelTable(backend);
    if (!table || info.outChannels < 4 || info.dilationWidth > 1) return asConvolution(backend, x, dy, info);
    const dw = backend.makeOutput(options.filterShape, 'float32');
    const { left } = info.padInfo;
    const right = Math.max(0, excess(info.inWidth, info.outWidth, info.strideWidth, info.filterWidth, left));
    withPaddedColumns(backend, x, left, right, (image) => {
      const [images, arriving, out] = [image, dy, dw].map((tensor) => place(backend, tensor));
      const width = image.shape[2];
      const rowBytes = 4 * (width * info.inChannels * info.strideHeight + info.outWidth * info.outChannels);
      const sizes = [
        info.batchSize,
        info.inHeight,
        width,
        info.inChannels,
        info.outHeight,
        info.outWidth,
        info.outChannels,
      ];
      const steps = [info.filterWidth, info.strideHeight, info.strideWidth, info.dilationHeight];
      const rowsAtOnce = Math.max(1, Math.floor(cachedBytes / rowBytes));
      const rowOfFilter = 4 * info.filterWidth * info.inChannels * info.outChannels;
      const work = (info.outHeight * info.outWidth * info.batchSize * info.filterHeight * rowOfFilter) / 4;
      divide(backend, 'filterGradient', { length: info.filterHeight, work }, (from, some) => {
        const top = info.padInfo.top - from * info.dilationHeight;
        return [images, arriving, out + from * rowOfFilter, ...sizes, some, ...steps, top, rowsAtOnce];
      });
    });
    return dw;
  },
};
