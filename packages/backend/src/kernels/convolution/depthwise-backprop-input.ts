import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { floats, type WasmBackend } from '../../wasm-backend.js';
import { eachTap, type DepthwiseAttributes } from './depthwise-geometry.js';

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
