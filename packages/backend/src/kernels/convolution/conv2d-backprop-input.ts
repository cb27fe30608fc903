import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { kernelTable, place } from '../../compiled/kernel-table.js';
import { partsAtMost } from '../../threads/divide.js';
import { floats, free, runKernel, type WasmBackend } from '../../wasm-backend.js';
import { conv2DGeometry, margins, type Conv2DAttributes } from './conv2d-geometry.js';
import { multiplyPlaced, roomFor } from '../products/matrix-product.js';
import { addByTable } from './overlap-add.js';
import { isPlane, planeGradient } from './plane-gradient.js';

/** `[h, w, in, out]` to `[h, w, out, in]`, both spatial axes reversed: the filter of the transposed convolution. */
const reversed = (backend: WasmBackend, filter: TensorInfo): TensorInfo => {
  const [height, width, channels, features] = filter.shape as [number, number, number, number];
  const out = backend.makeOutput([height, width, features, channels], 'float32');
  const from = floats(backend, filter);
  const to = floats(backend, out);
  const taps = height * width;
  for (let tap = 0, at = 0; tap < taps; tap++) {
    const base = (taps - 1 - tap) * channels * features;
    for (let c = 0; c < channels; c++) {
      for (let f = 0; f < features; f++) to[base + f * channels + c] = from[at++]!;
    }
  }
  return out;
};

type Geometry = ReturnType<typeof conv2DGeometry>;

/** `dy` spread by the strides over zeros, with the margins that make the transposed convolution a `valid` one. */
const spread = (backend: WasmBackend, dy: TensorInfo, info: Geometry): TensorInfo => {
  const { batchSize, inHeight, inWidth, outHeight, outWidth, outChannels, strideHeight, strideWidth } = info;
  const height = inHeight + info.effectiveFilterHeight - 1;
  const width = inWidth + info.effectiveFilterWidth - 1;
  const top = info.effectiveFilterHeight - 1 - info.padInfo.top;
  const left = info.effectiveFilterWidth - 1 - info.padInfo.left;
  const canvas = backend.makeOutput([batchSize, height, width, outChannels], 'float32');
  const from = floats(backend, dy);
  const to = floats(backend, canvas).fill(0);
  for (let n = 0; n < batchSize; n++) {
    for (let row = 0; row < outHeight; row++) {
      const y = top + row * strideHeight;
      if (y < 0 || y >= height) continue;
      for (let column = 0; column < outWidth; column++) {
        const x = left + column * strideWidth;
        if (x < 0 || x >= width) continue;
        const start = ((n * outHeight + row) * outWidth + column) * outChannels;
        to.set(from.subarray(start, start + outChannels), ((n * height + y) * width + x) * outChannels);
      }
    }
  }
  return canvas;
};

const asConvolution = (backend: WasmBackend, dy: TensorInfo, filter: TensorInfo, info: Geometry): TensorInfo => {
  const { top, bottom, left, right } = info.padInfo;
  const [rows, columns] = [info.effectiveFilterHeight - 1, info.effectiveFilterWidth - 1];
  const even = info.strideHeight === 1 && info.strideWidth === 1;
  const direct = even && Math.max(top, bottom) <= rows && Math.max(left, right) <= columns;
  const x = direct ? dy : spread(backend, dy, info);
  const turned = reversed(backend, filter);
  const pad = direct ? margins([rows - top, rows - bottom], [columns - left, columns - right]) : 'valid';
  const dilations = [info.dilationHeight, info.dilationWidth];
  const dx = runKernel(backend, 'Conv2D', { x, filter: turned }, { strides: 1, dilations, pad, dataFormat: 'NHWC' });
  free(backend, turned);
  if (!direct) free(backend, x);
  return dx;
};

/** How many bytes of columns each thread makes at a time: they are added up while they are in its cache. */
const columnsAtOnce = 2 ** 18;

const asColumns = (backend: WasmBackend, dy: TensorInfo, filter: TensorInfo, info: Geometry): TensorInfo => {
  const { batchSize, outHeight, outWidth, outChannels, filterHeight, filterWidth, inChannels } = info;
  const [taps, windows] = [filterHeight * filterWidth * inChannels, outHeight * outWidth];
  const some = Math.min(
    batchSize,
    Math.ceil((columnsAtOnce * (partsAtMost(backend) > 1 ? 4 : 1)) / (4 * windows * taps)),
  );
  const dx = backend.makeOutput(info.inShape, 'float32');
  const columns = backend.makeOutput([some * windows, taps], 'float32');
  const room = backend.makeOutput([partsAtMost(backend) * roomFor(some * windows)], 'float32');
  const [left, right, result, rooms] = [dy, filter, columns, room].map((tensor) => place(backend, tensor));
  const steps = [outChannels, 4 * outChannels, 4, 4, 4 * outChannels, 4 * taps] as const;
  for (let first = 0; first < batchSize; first += some) {
    const count = Math.min(some, batchSize - first);
    const rows = count * windows;
    const from = left + 4 * first * windows * outChannels;
    multiplyPlaced(backend, { left: from, right, sums: 0, result, rooms, rows, columns: taps, steps });
    addByTable(backend, columns, dx, info, [first, count]);
  }
  free(backend, columns, room);
  return dx;
};

/** Limit on the memory for the columns of a batch. */
const mostColumnBytes = 64 * 1024 * 1024;

/** Whether columns are faster: XNNPACK's vectors are mostly empty with few channels, and with strides it multiplies many zeros. */
const columnsPay = ({ batchSize, outHeight, outWidth, filterHeight, filterWidth, ...info }: Geometry): boolean =>
  (info.inChannels < 8 || info.strideHeight > 1 || info.strideWidth > 1) &&
  4 * batchSize * outHeight * outWidth * filterHeight * filterWidth * info.inChannels <= mostColumnBytes;

/**
 * The gradient of a convolution with respect to its input; the backend's own kernel is a plain loop. There are three ways. As a convolution
 * itself: of `dy`, spread by the strides and padded by the filter's size less one, with the filter reversed and its channels exchanged. As a
 * product of `dy` with the filter, whose columns a compiled kernel adds to the pixels that they belong to. And for images of one channel,
 * plane by plane, by a compiled kernel.
 *
 * Inputs `dy` `[n, h', w', out]` and `filter` `[h, w, in, out]`; result `[n, h, w, in]`. Any strides, padding and dilations.
 */
export const conv2DBackpropInput: KernelConfig = {
  kernelName: 'Conv2DBackpropInput',
  backendName: 'wasm',
  kernelFunc: ({ inputs, backend: any, attrs }) => {
    const backend = any as WasmBackend;
    const { dy, filter } = inputs as { dy: TensorInfo; filter: TensorInfo };
    const options = attrs as unknown as Conv2DAttributes & { inputShape: number[] };
    const info = conv2DGeometry(options.inputShape, filter.shape, options);
    if (!kernelTable(backend)) return asConvolution(backend, dy, filter, info);
    if (isPlane(info)) return planeGradient(backend, dy, filter, info);
    return columnsPay(info) ? asColumns(backend, dy, filter, info) : asConvolution(backend, dy, filter, info);
  },
};

/**
 * The same kernel under a name of our own, which tells others that it is fast for images of one channel and stride 1.
 */
export const planeGradientKernel: KernelConfig = { ...conv2DBackpropInput, kernelName: 'PlaneGradient' };
