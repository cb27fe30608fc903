import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { kernelTable, place } from '../../compiled/kernel-table.js';
import type { WasmBackend } from '../../wasm-backend.js';
import { sizeOf } from '../compiled-kernel.js';

/** How many axes are summed over if they are the leading ones, else 0. */
const leading = (axis: number | readonly number[] | null | undefined, rank: number): number => {
  if (axis === null || axis === undefined) return 0;
  const axes = (typeof axis === 'number' ? [axis] : [...axis])
    .map((one) => (one < 0 ? one + rank : one))
    .sort((p, q) => p - q);
  return axes.length < rank && axes.every((one, i) => one === i) ? axes.length : 0;
};

/**
 * Sums, with a compiled kernel for sums over the leading axes, such as the gradient of a bias; the backend's own kernel transposes first.
 * The compiled kernel sums in float64.
 *
 * @param stock - the kernel that TensorFlow.js registered
 * @returns the kernel to register in its place
 */
export const sumRows = (stock: KernelConfig): KernelConfig => ({
  ...stock,
  kernelFunc: (params) => {
    const backend = params.backend as WasmBackend;
    const { x } = params.inputs as { x: TensorInfo };
    const { axis, keepDims } = params.attrs as { axis?: number | number[] | null; keepDims?: boolean };
    const table = kernelTable(backend);
    const summed = leading(axis, x.shape.length);
    const size = sizeOf(x);
    if (!table || x.dtype !== 'float32' || summed === 0 || size === 0) return stock.kernelFunc(params);
    const kept = x.shape.slice(summed);
    const columns = kept.reduce((product, length) => product * length, 1);
    const out = backend.makeOutput(keepDims ? [...x.shape.slice(0, summed).map(() => 1), ...kept] : kept, 'float32');
    table.sumRows(place(backend, x), place(backend, out), size / columns, columns);
    return out;
  },
});
