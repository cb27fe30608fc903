import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { floats, type WasmBackend } from '../../wasm-backend.js';
import { eachTap, type DepthwiseAttributes } from './depthwise-geometry.js';

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
