import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { kernelTable, place } from '../../compiled/kernel-table.js';
import { costOfValue, divide } from '../../threads/divide.js';
import type { WasmBackend } from '../../wasm-backend.js';
import { compiledKernel, sizeOf } from '../compiled-kernel.js';

/** The operations by the numbers that the compiled kernel knows them by. */
const operations = ['Add', 'Sub', 'Multiply', 'RealDiv'] as const;

const isSame = (a: readonly number[], b: readonly number[]): boolean => {
  if (a.length !== b.length) return false;
  for (let axis = 0; axis < a.length; axis++) if (a[axis] !== b[axis]) return false;
  return true;
};

/**
 * An operation on two tensors value by value, or on a tensor and a number: the backend's own kernel looks up how shapes broadcast at every call, which
 * takes longer than a small operation.
 *
 * @param operation - its kernel's name
 * @returns what makes the kernel to register in the place of the one that TensorFlow.js registered
 */
export const combine =
  (operation: (typeof operations)[number]) =>
  (stock: KernelConfig): KernelConfig => ({
    ...stock,
    kernelFunc: (params) => {
      const { a, b } = params.inputs as { a: TensorInfo; b: TensorInfo };
      const backend = params.backend as WasmBackend;
      const size = sizeOf(a);
      const isScalar = !isSame(a.shape, b.shape);
      const fits = a.dtype === 'float32' && b.dtype === 'float32' && size > 0;
      if (!fits || (isScalar && (b.shape.length > a.shape.length || sizeOf(b) !== 1)) || !kernelTable(backend))
        return stock.kernelFunc(params);
      const out = backend.makeOutput(a.shape, 'float32');
      const [left, right, to] = [place(backend, a), place(backend, b), place(backend, out)];
      divide(backend, 'combine', { length: size, unit: 16, work: costOfValue * size }, (from, count) => [
        left + 4 * from,
        isScalar ? right : right + 4 * from,
        to + 4 * from,
        count,
        operations.indexOf(operation),
        isScalar ? 1 : 0,
      ]);
      return out;
    },
  });

/** A kernel of our own: adds `b` to `a`, of one shape, in place of `a`. No results. */
export const addInto = compiledKernel('AddInto', ({ inputs: { a, b }, at, divide }) => {
  const size = sizeOf(a);
  const [left, right] = [a, b].map(at);
  divide('combine', { length: size, unit: 16, work: costOfValue * size }, (from, count) => [
    left + 4 * from,
    right + 4 * from,
    left + 4 * from,
    count,
    operations.indexOf('Add'),
    0,
  ]);
  return [];
});
