import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { kernelTable } from '../../compiled/kernel-table.js';
import { free, transposed, type WasmBackend } from '../../wasm-backend.js';
import { sizeOf } from '../compiled-kernel.js';
import { multiplies, multiply, type Factors } from './matrix-product.js';

const swapLastTwo = (rank: number): number[] =>
  Array.from({ length: rank }, (_, axis) => (axis < rank - 2 ? axis : 2 * rank - 3 - axis));

const flipped = (backend: WasmBackend, x: TensorInfo): TensorInfo =>
  transposed(backend, x, swapLastTwo(x.shape.length));

/**
 * Matrix products by the compiled kernel, which takes transposed matrices as they are. Where that is not loaded, a matrix is transposed first,
 * because the wasm backend's own kernel is fast only without transposition: of `a bᵀ` the smaller one, as `(b aᵀ)ᵀ` where that is `a`.
 *
 * @param stock - the kernel that TensorFlow.js registered
 * @returns the kernel to register in its place
 */
export const batchMatMul = (stock: KernelConfig): KernelConfig => ({
  ...stock,
  kernelFunc: (params) => {
    const backend = params.backend as WasmBackend;
    const { a, b } = params.inputs as { a: TensorInfo; b: TensorInfo };
    const { transposeA = false, transposeB = false } = params.attrs as Partial<Factors>;
    const table = kernelTable(backend);
    if (table && multiplies({ a, b, transposeA, transposeB }))
      return multiply(backend, { a, b, transposeA, transposeB });
    const plain = (left: TensorInfo, right: TensorInfo): TensorInfo =>
      stock.kernelFunc({
        inputs: { a: left, b: right },
        backend,
        attrs: { transposeA: false, transposeB: false },
      }) as TensorInfo;
    if (!transposeA && !transposeB) return plain(a, b);
    if (a.dtype !== 'float32' || b.dtype !== 'float32') return stock.kernelFunc(params);
    const outputs = (a.shape.at(-2)! * b.shape.at(-2)! * sizeOf(a)) / (a.shape.at(-1)! * a.shape.at(-2)!);
    if (transposeB && !transposeA && sizeOf(a) + outputs < sizeOf(b)) {
      const turned = flipped(backend, a);
      const product = plain(b, turned);
      const out = flipped(backend, product);
      free(backend, turned, product);
      return out;
    }
    const left = transposeA ? flipped(backend, a) : a;
    const right = transposeB ? flipped(backend, b) : b;
    const out = plain(left, right);
    if (transposeA) free(backend, left);
    if (transposeB) free(backend, right);
    return out;
  },
});
