import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { kernelTable, place } from '../../compiled/kernel-table.js';
import { costOfValue, divide } from '../../threads/divide.js';
import type { WasmBackend } from '../../wasm-backend.js';

const isBiasOf = (bias: TensorInfo, x: TensorInfo): boolean =>
  bias.shape.length === 1 && x.shape.length > 1 && x.shape.at(-1) === bias.shape[0] && bias.shape[0] > 0;

/**
 * Addition, with a compiled kernel for a vector that is added to every row: the backend's own kernel computes the position of each value on its axes.
 *
 * @param stock - the kernel that TensorFlow.js registered
 * @returns the kernel to register in its place
 */
export const addBias = (stock: KernelConfig): KernelConfig => ({
  ...stock,
  kernelFunc: (params) => {
    const backend = params.backend as WasmBackend;
    const { a, b } = params.inputs as { a: TensorInfo; b: TensorInfo };
    const [x, bias] = isBiasOf(a, b) ? [b, a] : [a, b];
    if (!kernelTable(backend) || a.dtype !== 'float32' || b.dtype !== 'float32' || !isBiasOf(bias, x))
      return stock.kernelFunc(params);
    const columns = bias.shape[0];
    const rows = x.shape.slice(0, -1).reduce((product, length) => product * length, 1);
    const out = backend.makeOutput(x.shape, 'float32');
    const [from, row, to] = [x, bias, out].map((tensor) => place(backend, tensor));
    divide(backend, 'addToRows', { length: rows, work: costOfValue * rows * columns }, (first, count) => {
      const offset = 4 * columns * first;
      return [from + offset, row, to + offset, count, columns];
    });
    return out;
  },
});
