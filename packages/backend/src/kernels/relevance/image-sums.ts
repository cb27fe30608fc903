import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { place } from '../../compiled/kernel-table.js';
import { costOfValue, divide } from '../../threads/divide.js';
import type { WasmBackend } from '../../wasm-backend.js';
import { sizeOf } from '../compiled-kernel.js';

/** How many values the compiled kernel sums at a time. */
const block = 32768;

/**
 * A kernel of our own: sums over each image of a batch, of values and of absolute values, in float64. Input `x` `[n, ...]`, float32; result
 * `[n, blocks, 4]`, the bits of two sums in float64 for each block of an image, to be added up.
 */
export const imageSums: KernelConfig = {
  kernelName: 'ImageSums',
  backendName: 'wasm',
  kernelFunc: ({ inputs, backend: any }) => {
    const backend = any as WasmBackend;
    const { x } = inputs as { x: TensorInfo };
    const [n] = x.shape as [number];
    const each = sizeOf(x) / n;
    const blocks = Math.ceil(each / block);
    const out = backend.makeOutput([n, blocks, 4], 'float32');
    const [from, to] = [x, out].map((tensor) => place(backend, tensor)) as [number, number];
    const work = (costOfValue / 2) * sizeOf(x);
    divide(backend, 'imageSums', { length: n * blocks, work }, (first, count) => [
      from,
      to,
      each,
      blocks,
      first,
      count,
    ]);
    return out;
  },
};
