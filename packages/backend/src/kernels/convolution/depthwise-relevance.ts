import type { KernelConfig, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import { partsAtMost } from '../../threads/divide.js';
import { free, type WasmBackend } from '../../wasm-backend.js';
import { compiledKernel } from '../compiled-kernel.js';
import { signedQuotients } from '../relevance/signed-quotients.js';
import { geometry, signedDepthwise, signedDepthwiseShares, type DepthwiseAttributes } from './depthwise.js';

/** Values of the shares of a strip of an image, about: they stay in the second-level cache. */
const ofStrip = 2 ** 16;

/** Of the windows along an axis that lie over a pixel, the first; where none does, none after the last that begins before it. */
const firstWindow = (pixel: number, stride: number, taps: number, last: number): number =>
  Math.min(pixel < taps ? 0 : Math.floor((pixel - taps) / stride) + 1, last);

/**
 * Strip by strip of each image: shares of the windows over some rows of pixels are made and distributed among these before the next ones, and those of windows
 * that reach into the next strip are kept for it. So sums and shares never go through memory.
 */
const inStrips = compiledKernel('DepthwiseRelevance', ({ inputs, attributes, kernels, at, make, room, loop }) => {
  const { x, filter, relevance } = inputs;
  const { alpha, beta } = attributes as { alpha: number; beta: number };
  const info = geometry(x.shape, filter.shape, attributes as unknown as DepthwiseAttributes);
  const { batchSize, inHeight, inWidth, outHeight, outWidth, inChannels: channels, padInfo } = info;
  const [down, across, stride] = [info.filterHeight, info.filterWidth, info.strideHeight];
  const [pixels, units] = [inWidth * channels, outWidth * channels];
  const strip = Math.max(2 * down, Math.floor(ofStrip / (2 * units)) * stride);
  const strips = Math.ceil(inHeight / strip);
  const [out, even, found] = [make(x.shape), make(relevance.shape), make([batchSize * strips])];
  const buffer = room(2 * units * (Math.floor((strip + down - 1) / stride) + 2));
  const [from, weights, arrived, to, rest, flags, shares] = [x, filter, relevance, out, even, found, buffer].map(at) as [number, number, number, number, number, number, number]; // prettier-ignore
  loop((values) => values(found).fill(0));
  for (let image = 0; image < batchSize; image++) {
    const [ofImage, ofUnits] = [4 * image * inHeight * pixels, 4 * image * outHeight * units];
    // The buffer has the shares of rows `base` to `next` of units.
    for (let top = 0, base = 0, next = 0; top < inHeight; top += strip) {
      const rows = Math.min(strip, inHeight - top);
      const upper = top + padInfo.top;
      const windowsAt = (pixel: number): number => Math.min(Math.floor(pixel / stride), outHeight - 1);
      const first = firstWindow(upper, stride, down, windowsAt(upper));
      const last = windowsAt(upper + rows - 1);
      if (next > first && first > base)
        kernels.copy(shares + 8 * (first - base) * units, shares, 8 * (next - first) * units);
      next = Math.max(next, first);
      base = first;
      const some = last + 1 - next;
      if (some > 0) {
        const sums = shares + 8 * (next - base) * units;
        kernels.depthwiseSigned(from + ofImage, weights, sums, next, some, inHeight, inWidth, channels, outWidth, down, across, stride, info.strideWidth, 1, 1, padInfo.top, padInfo.left); // prettier-ignore
        const place = ofUnits + 4 * next * units;
        kernels.signedQuotients(sums, arrived + place, sums, rest + place, flags + 4 * (image * strips + top / strip), some * outWidth, channels, alpha, beta); // prettier-ignore
        next = last + 1;
      }
      const row = ofImage + 4 * top * pixels;
      kernels.depthwiseBack(from + row, shares, weights, to + row, upper - base * stride, rows, inWidth, channels, last + 1 - base, outWidth, down, across, stride, info.strideWidth, 0, padInfo.left); // prettier-ignore
    }
  }
  return [out, even, found];
});

/** The same by one kernel after the other, each divided among threads. */
const inSteps: KernelConfig['kernelFunc'] = ({ inputs, backend: any, attrs }) => {
  const backend = any as WasmBackend;
  const { x, filter, relevance } = inputs as Record<string, TensorInfo>;
  const run = (config: KernelConfig, given: NamedTensorInfoMap): TensorInfo | TensorInfo[] =>
    config.kernelFunc({ inputs: given, backend, attrs });
  const sums = run(signedDepthwise, { x, filter }) as TensorInfo;
  const [shares, even, found] = run(signedQuotients, { sums, relevance }) as TensorInfo[];
  const out = run(signedDepthwiseShares, { shares, filter, x }) as TensorInfo;
  free(backend, sums, shares);
  return [out, even, found];
};

/**
 * A kernel of our own: the αβ rule of layer-wise relevance propagation for a depthwise convolution without dilation whose channels have one filter each, `SignedDepthwise`,
 * `SignedQuotients` and `SignedDepthwiseShares` in one. Inputs `x`, `filter` and `relevance`, of the convolution's output; attributes of the convolution, `alpha` and
 * `beta`. Results as those of `SignedRelevance`.
 */
export const depthwiseRelevance: KernelConfig = {
  ...inStrips,
  kernelFunc: (params) => {
    const { x, filter } = params.inputs as { x: TensorInfo; filter: TensorInfo };
    const { padInfo, filterHeight } = geometry(x.shape, filter.shape, params.attrs as unknown as DepthwiseAttributes);
    // A window that lies on no pixel is met in no strip.
    const isOnImage = padInfo.top < filterHeight && padInfo.bottom < filterHeight;
    const isAlone = partsAtMost(params.backend as WasmBackend) === 1;
    return (isAlone && isOnImage ? inStrips.kernelFunc : inSteps)(params);
  },
};
