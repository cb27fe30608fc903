import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { kernelTable, place } from '../../compiled/kernel-table.js';
import { divide, partsAtMost } from '../../threads/divide.js';
import { free, runKernel, type WasmBackend } from '../../wasm-backend.js';
import { activated, isKnownActivation } from '../elementwise/activated.js';
import { multiply } from '../products/matrix-product.js';
import { conv2DGeometry, margins, type Conv2DAttributes } from './conv2d-geometry.js';
import { explicitSame } from './explicit-same.js';

type Geometry = ReturnType<typeof conv2DGeometry>;

interface Operands {
  readonly x: TensorInfo;
  readonly filter: TensorInfo;
  readonly bias?: TensorInfo;
}

const beyond = (size: number, out: number, stride: number, window: number, before: number): number =>
  Math.max(0, (out - 1) * stride + window - size - before);

/** The image with its margins, or itself where there are none. */
const padded = (backend: WasmBackend, x: TensorInfo, info: Geometry): TensorInfo => {
  const { top, left } = info.padInfo;
  const bottom = beyond(info.inHeight, info.outHeight, info.strideHeight, info.effectiveFilterHeight, top);
  const right = beyond(info.inWidth, info.outWidth, info.strideWidth, info.effectiveFilterWidth, left);
  if (top + bottom + left + right === 0) return x;
  return runKernel(backend, 'PadV2', { x }, { paddings: margins([top, bottom], [left, right]), constantValue: 0 });
};

/** A filter of one pixel at every pixel: the product of a matrix with a row for each pixel and the filter. */
const pointwise = (backend: WasmBackend, { x, filter, bias }: Operands, info: Geometry): TensorInfo => {
  const { batchSize, inHeight, inWidth, inChannels, outChannels } = info;
  const a = { ...x, shape: [batchSize * inHeight * inWidth, inChannels] };
  const b = { ...filter, shape: [inChannels, outChannels] };
  const product = multiply(backend, { a, b, transposeA: false, transposeB: false }, bias);
  return { ...product, shape: info.outShape };
};

const isPointwise = ({
  filterHeight,
  filterWidth,
  inHeight,
  inWidth,
  outHeight,
  outWidth,
  padInfo,
}: Geometry): boolean =>
  filterHeight * filterWidth === 1 &&
  inHeight === outHeight &&
  inWidth === outWidth &&
  padInfo.top === 0 &&
  padInfo.left === 0;

/** Features that are packed at a time: eight in WebAssembly, up to two vectors of sixteen in machine code. */
const panelFeatures = (features: number): number => 16 * Math.ceil(Math.min(32, features) / 16);

const convolve = (backend: WasmBackend, { x, filter, bias }: Operands, info: Geometry): TensorInfo => {
  const image = padded(backend, x, info);
  const { batchSize, inChannels, outHeight, outWidth, outChannels, filterHeight, filterWidth } = info;
  const out = backend.makeOutput(info.outShape, 'float32');
  const taps = filterHeight * filterWidth * inChannels;
  const panelSize = taps * panelFeatures(outChannels) + 16;
  const panel = backend.makeOutput([partsAtMost(backend) * panelSize], 'float32');
  const [height, width] = [image.shape[1], image.shape[2]];
  const [from, kernel, to, panels] = [image, filter, out, panel].map((tensor) => place(backend, tensor));
  const start = bias ? place(backend, bias) : 0;
  const [imageBytes, outBytes] = [4 * height * width * inChannels, 4 * outHeight * outWidth * outChannels];
  const rowBytes = 4 * info.strideHeight * width * inChannels;
  const { strideHeight, strideWidth, dilationHeight, dilationWidth } = info;
  const steps = [filterHeight, filterWidth, strideHeight, strideWidth, dilationHeight, dilationWidth];
  const byRows = batchSize === 1;
  const work = batchSize * outHeight * outWidth * outChannels * taps;
  divide(backend, 'convolution', { length: byRows ? outHeight : batchSize, work }, (first, some, part) => {
    const room = panels + 4 * panelSize * part;
    const [x, y] = byRows
      ? [from + first * rowBytes, to + (first * outBytes) / outHeight]
      : [from + first * imageBytes, to + first * outBytes];
    const [images, rows] = byRows ? [1, some] : [some, outHeight];
    return [x, kernel, start, y, room, images, height, width, inChannels, rows, outWidth, outChannels, ...steps];
  });
  free(backend, panel);
  if (image !== x) free(backend, image);
  return out;
};

const isFloat = (tensor: TensorInfo | undefined): boolean => !tensor || tensor.dtype === 'float32';

/**
 * A convolution, alone or fused with bias and activation, by the compiled kernel: it packs the filter at each call, which costs
 * next to nothing, and fills its vectors even where images have one channel. A filter of one pixel is a matrix product.
 *
 * @param stock - the kernel that TensorFlow.js registered
 * @returns the kernel to register in its place
 */
export const convolution = (stock: KernelConfig): KernelConfig => {
  const byXnnpack = explicitSame(stock);
  return {
    ...stock,
    kernelFunc: (params) => {
      const backend = params.backend as WasmBackend;
      const operands = params.inputs as unknown as Operands;
      const { x, filter, bias } = operands;
      const attrs = params.attrs as unknown as Conv2DAttributes & { activation?: string };
      const table = kernelTable(backend);
      const activation = attrs.activation ?? 'linear';
      const fits =
        isFloat(x) &&
        isFloat(filter) &&
        isFloat(bias) &&
        (!bias || bias.shape.length === 1) &&
        isKnownActivation(activation);
      if (!table || !fits || attrs.dataFormat !== 'NHWC') {
        return byXnnpack.kernelFunc(params);
      }
      const info = conv2DGeometry(x.shape, filter.shape, attrs);
      if (info.inChannels !== filter.shape[2] || info.outShape.some((length) => length < 1) || info.batchSize < 1) {
        return byXnnpack.kernelFunc(params);
      }
      const run = isPointwise(info) ? pointwise : convolve;
      return activated(backend, run(backend, operands, info), activation);
    },
  };
};
