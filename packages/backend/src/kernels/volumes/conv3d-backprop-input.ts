import { backend_util, type KernelConfig, type TensorInfo } from '@tensorflow/tfjs-core';
import { floats, type WasmBackend } from '../../wasm-backend.js';
import { eachCell } from './volume-windows.js';

type Shape5D = [number, number, number, number, number];

interface Attributes {
  readonly strides: number | [number, number, number];
  readonly pad: 'same' | 'valid';
  readonly inputShape: Shape5D;
}

/**
 * The gradient of a convolution over volumes with respect to its input, which is also the transposed convolution; the backend's own is wrong.
 * Inputs `dy` `[n, d', h', w', filters]` and `filter` `[d, h, w, channels, filters]`.
 */
export const conv3dBackpropInput: KernelConfig = {
  kernelName: 'Conv3DBackpropInputV2',
  backendName: 'wasm',
  kernelFunc: ({ inputs, backend: any, attrs }) => {
    const backend = any as WasmBackend;
    const { dy, filter } = inputs as { dy: TensorInfo; filter: TensorInfo };
    const { strides, pad, inputShape } = attrs as unknown as Attributes;
    const info = backend_util.computeConv3DInfo(inputShape, filter.shape as Shape5D, strides, 1, pad);
    const dx = backend.makeOutput(inputShape, 'float32');
    const [from, weights, to] = [floats(backend, dy), floats(backend, filter), floats(backend, dx).fill(0)];
    const [channels, filters] = [info.inChannels, info.outChannels];
    eachCell(info, (window, cell, place) => {
      for (let c = 0; c < channels; c++) {
        let sum = 0;
        for (let f = 0; f < filters; f++)
          sum += from[window * filters + f] * weights[(place * channels + c) * filters + f];
        to[cell * channels + c] += sum;
      }
    });
    return dx;
  },
};
