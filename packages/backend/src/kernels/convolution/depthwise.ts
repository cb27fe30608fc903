import * as tf from '@tensorflow/tfjs-core';
import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { kernelTable, place } from '../../compiled/kernel-table.js';
import { costOfValue, divide } from '../../threads/divide.js';
import { floats, type WasmBackend } from '../../wasm-backend.js';
import { activated, isKnownActivation } from '../elementwise/activated.js';
import { explicitSame } from './explicit-same.js';

/** Attributes of the kernels of a depthwise convolution. */
export interface DepthwiseAttributes {
  /** Strides of the window, for rows and columns. */
  readonly strides: [number, number] | number;
  /** Dilation rates of the window, for rows and columns. */
  readonly dilations: [number, number] | number;
  /** `same`, `valid`, a number, or explicit margins. */
  readonly pad: Parameters<typeof tf.backend_util.computeConv2DInfo>[4];
  /** How a number of windows that is no integer is rounded. */
  readonly dimRoundingMode?: Parameters<typeof tf.backend_util.computeConv2DInfo>[5];
}

type Geometry = ReturnType<typeof tf.backend_util.computeConv2DInfo>;

/**
 * Sizes of a depthwise convolution.
 *
 * @param inputShape - of the image
 * @param filterShape - of the filter
 * @param attributes - strides, dilations and padding
 * @returns them
 */
export const geometry = (
  inputShape: readonly number[],
  filterShape: readonly number[],
  { strides, dilations, pad, dimRoundingMode }: DepthwiseAttributes,
): Geometry =>
  tf.backend_util.computeConv2DInfo(
    inputShape as [number, number, number, number],
    filterShape as [number, number, number, number],
    strides,
    dilations ?? 1,
    pad,
    dimRoundingMode,
    true,
  );

/** Runs a compiled kernel over the rows of all images, which are divided among threads. */
const overRows = (
  backend: WasmBackend,
  kernel: 'depthwise' | 'depthwiseSigned' | 'depthwiseBack',
  images: number,
  rows: number,
  work: number,
  of: (image: number, from: number, count: number) => number[],
): void => {
  for (let n = 0; n < images; n++) divide(backend, kernel, { length: rows, work }, (from, count) => of(n, from, count));
};

/** One tap of a depthwise convolution on one output pixel. */
type Tap = (xStart: number, yStart: number, filterStart: number) => void;

/** Visits every tap of every output pixel that lies within the image: where in `x`, `y` and the filter the first channel lies. */
const eachTap = (
  inputShape: readonly number[],
  filterShape: readonly number[],
  attributes: DepthwiseAttributes,
  tap: Tap,
): void => {
  const info = geometry(inputShape, filterShape, attributes);
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

/**
 * The gradient of a depthwise convolution with respect to its filter, which the wasm backend lacks.
 *
 * Inputs `x` `[n, h, w, c]` and `dy` `[n, h', w', c·m]`; result `[h, w, c, m]`.
 */
export const depthwiseBackpropFilter: KernelConfig = {
  kernelName: 'DepthwiseConv2dNativeBackpropFilter',
  backendName: 'wasm',
  kernelFunc: ({ inputs, backend: any, attrs }) => {
    const backend = any as WasmBackend;
    const { x, dy } = inputs as { x: TensorInfo; dy: TensorInfo };
    const options = attrs as unknown as DepthwiseAttributes & { filterShape: number[] };
    const [channels, multiplier] = options.filterShape.slice(2) as [number, number];
    const dw = backend.makeOutput(options.filterShape, 'float32');
    const [images, from] = [floats(backend, x), floats(backend, dy)];
    const to = floats(backend, dw).fill(0);
    eachTap(x.shape, options.filterShape, options, (at, y, w) => {
      for (let c = 0; c < channels; c++) {
        for (let m = 0; m < multiplier; m++) to[w++] += images[at + c] * from[y++];
      }
    });
    return dw;
  },
};

/** What a convolution without dilation passes back to its input: the gradient or, given the image `x`, shares of its products. */
const backByTable = (
  backend: WasmBackend,
  { x, dy, filter, dx }: { x?: TensorInfo; dy: TensorInfo; filter: TensorInfo; dx: TensorInfo },
  info: Geometry,
): void => {
  const { inHeight, inWidth, inChannels, outHeight, outWidth, filterHeight, filterWidth, padInfo } = info;
  const [from, weights, to] = [dy, filter, dx].map((tensor) => place(backend, tensor));
  const sizes = [inWidth, inChannels, outHeight, outWidth, filterHeight, filterWidth];
  const steps = [info.strideHeight, info.strideWidth, padInfo.top, padInfo.left];
  const [outImage, inRow] = [(x ? 8 : 4) * outHeight * outWidth * inChannels, 4 * inWidth * inChannels];
  const image = x ? place(backend, x) : 0;
  const work =
    outHeight * outWidth * inChannels * filterHeight * filterWidth + costOfValue * inHeight * inWidth * inChannels;
  overRows(backend, 'depthwiseBack', info.batchSize, inHeight, work, (n, top, rows) => [
    image && image + (n * inHeight + top) * inRow,
    from + n * outImage,
    weights,
    to + (n * inHeight + top) * inRow,
    top,
    rows,
    ...sizes,
    ...steps,
  ]);
};

/**
 * The gradient of a depthwise convolution with respect to its input, which the wasm backend lacks.
 *
 * Inputs `dy` `[n, h', w', c·m]` and `filter` `[h, w, c, m]`; result `[n, h, w, c]`.
 */
export const depthwiseBackpropInput: KernelConfig = {
  kernelName: 'DepthwiseConv2dNativeBackpropInput',
  backendName: 'wasm',
  kernelFunc: ({ inputs, backend: any, attrs }) => {
    const backend = any as WasmBackend;
    const { dy, filter } = inputs as { dy: TensorInfo; filter: TensorInfo };
    const options = attrs as unknown as DepthwiseAttributes & { inputShape: number[] };
    const [channels, multiplier] = filter.shape.slice(2) as [number, number];
    const dx = backend.makeOutput(options.inputShape, 'float32');
    const info = geometry(options.inputShape, filter.shape, options);
    if (kernelTable(backend) && multiplier === 1 && info.dilationHeight === 1 && info.dilationWidth === 1) {
      backByTable(backend, { dy, filter, dx }, info);
      return dx;
    }
    const [from, weights] = [floats(backend, dy), floats(backend, filter)];
    const to = floats(backend, dx).fill(0);
    eachTap(options.inputShape, filter.shape, options, (x, y, w) => {
      for (let c = 0; c < channels; c++) {
        for (let m = 0; m < multiplier; m++) to[x + c] += from[y++] * weights[w++];
      }
    });
    return dx;
  },
};

/** Runs a compiled kernel of sums over windows: `before` are arguments that come before the result's place. */
const forward = (
  backend: WasmBackend,
  kernel: 'depthwise' | 'depthwiseSigned',
  { x, filter, out }: { x: TensorInfo; filter: TensorInfo; out: TensorInfo },
  info: Geometry,
  before: readonly number[] = [],
): void => {
  const { inHeight, inWidth, inChannels, outHeight, outWidth, filterHeight, filterWidth, padInfo } = info;
  const sizes = [inHeight, inWidth, inChannels, outWidth, filterHeight, filterWidth];
  const steps = [
    info.strideHeight,
    info.strideWidth,
    info.dilationHeight,
    info.dilationWidth,
    padInfo.top,
    padInfo.left,
  ];
  const [from, weights, to] = [x, filter, out].map((tensor) => place(backend, tensor));
  const inImage = 4 * inHeight * inWidth * inChannels;
  const outRow = (kernel === 'depthwise' ? 4 : 8) * outWidth * inChannels;
  const work = outHeight * outWidth * inChannels * (filterHeight * filterWidth + costOfValue);
  overRows(backend, kernel, info.batchSize, outHeight, work, (n, top, rows) => [
    from + n * inImage,
    weights,
    ...before,
    to + (n * outHeight + top) * outRow,
    top,
    rows,
    ...sizes,
    ...steps,
  ]);
};

/**
 * A kernel of our own: the sums of the positive and of the negative products of a depthwise convolution whose channels have one filter each. Inputs `x` and
 * `filter`, attributes of the convolution. Result `[n, h', w', 2, c]`: positive sums, then negative ones.
 */
export const signedDepthwise: KernelConfig = {
  kernelName: 'SignedDepthwise',
  backendName: 'wasm',
  kernelFunc: ({ inputs, backend: any, attrs }) => {
    const backend = any as WasmBackend;
    const { x, filter } = inputs as { x: TensorInfo; filter: TensorInfo };
    const info = geometry(x.shape, filter.shape, attrs as unknown as DepthwiseAttributes);
    const out = backend.makeOutput([...info.outShape.slice(0, 3), 2, info.inChannels], 'float32');
    forward(backend, 'depthwiseSigned', { x, filter, out }, info);
    return out;
  },
};

/**
 * A kernel of our own: distributes shares `[n, h', w', 2, c]` along the positive and the negative products of such a convolution, without dilation.
 * Inputs `shares`, `filter` and `x`, attributes of the convolution. Result of the shape of `x`.
 */
export const signedDepthwiseShares: KernelConfig = {
  kernelName: 'SignedDepthwiseShares',
  backendName: 'wasm',
  kernelFunc: ({ inputs, backend: any, attrs }) => {
    const backend = any as WasmBackend;
    const { shares, filter, x } = inputs as { shares: TensorInfo; filter: TensorInfo; x: TensorInfo };
    const info = geometry(x.shape, filter.shape, attrs as unknown as DepthwiseAttributes);
    const dx = backend.makeOutput(x.shape, 'float32');
    backByTable(backend, { x, dy: shares, filter, dx }, info);
    return dx;
  },
};

/**
 * A depthwise convolution, alone or fused with bias and activation, by the compiled kernel, where each channel has one filter.
 *
 * @param stock - the kernel that TensorFlow.js registered
 * @returns the kernel to register in its place
 */
export const depthwise = (stock: KernelConfig): KernelConfig => {
  const byXnnpack = explicitSame(stock);
  return {
    ...stock,
    kernelFunc: (params) => {
      const backend = params.backend as WasmBackend;
      const { x, filter, bias } = params.inputs as { x: TensorInfo; filter: TensorInfo; bias?: TensorInfo };
      const attrs = params.attrs as unknown as DepthwiseAttributes & { dataFormat?: string; activation?: string };
      const { activation = 'linear', dataFormat = 'NHWC' } = attrs;
      const areFloats = [x, filter, bias].every((tensor) => !tensor || tensor.dtype === 'float32');
      const fits = areFloats && dataFormat === 'NHWC' && filter.shape[3] === 1 && x.shape[3] === filter.shape[2];
      if (!kernelTable(backend) || !fits || (bias && bias.shape.length !== 1) || !isKnownActivation(activation))
        return byXnnpack.kernelFunc(params);
      const info = geometry(x.shape, filter.shape, attrs);
      if (info.outShape.some((length) => length < 1)) return byXnnpack.kernelFunc(params);
      const out = backend.makeOutput(info.outShape, 'float32');
      const start = bias ? place(backend, bias) : 0;
      forward(backend, 'depthwise', { x, filter, out }, info, [start]);
      return activated(backend, out, activation);
    },
  };
};
