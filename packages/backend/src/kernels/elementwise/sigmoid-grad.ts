import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { kernelTable, place } from '../../compiled/kernel-table.js';
import { divideValues } from '../../threads/divide.js';
import { sizeOf } from '../compiled-kernel.js';
import { floats, type WasmBackend } from '../../wasm-backend.js';

const f = Math.fround;

/**
 * A kernel of our own: the sigmoid's gradient from its result in one pass instead of three, with the bits that the separate operations
 * give. Inputs `y` and `dy`, float32 of one shape; result `dy · (y · (1 - y))`.
 */
export const sigmoidGrad: KernelConfig = {
  kernelName: 'SigmoidGrad',
  backendName: 'wasm',
  kernelFunc: ({ inputs, backend: any }) => {
    const backend = any as WasmBackend;
    const { y, dy } = inputs as { y: TensorInfo; dy: TensorInfo };
    const out = backend.makeOutput(y.shape, 'float32');
    const size = sizeOf(y);
    if (kernelTable(backend)) {
      const places = [y, dy, out].map((tensor) => place(backend, tensor));
      divideValues(backend, 'sigmoidGradient', places, size);
      return out;
    }
    const [values, arriving, to] = [y, dy, out].map((tensor) => floats(backend, tensor));
    for (let i = 0; i < size; i++) to[i] = f(arriving[i] * f(values[i] * f(1 - values[i])));
    return out;
  },
};
