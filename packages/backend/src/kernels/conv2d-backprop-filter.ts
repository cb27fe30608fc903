import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { free, runKernel, type WasmBackend } from '../wasm-backend.js';
import { conv2DGeometry, margins, type Conv2DAttributes } from './conv2d-geometry.js';
import { transposed } from './transposed.js';

/**
 * The gradient of a convolution with respect to its filter, as a convolution itself: of `x` as `[in, h, w, n]`, the channels being
 * the batch, with `dy` as the filter `[h', w', n, out]`; strides and dilations change places. The wasm backend has no such kernel.
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
    const { inHeight, inWidth, outHeight, outWidth, filterHeight, filterWidth, inChannels, outChannels, padInfo } =
      info;
    const bottom = info.effectiveFilterHeight + (outHeight - 1) * info.strideHeight - inHeight - padInfo.top;
    const right = info.effectiveFilterWidth + (outWidth - 1) * info.strideWidth - inWidth - padInfo.left;
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
  },
};
