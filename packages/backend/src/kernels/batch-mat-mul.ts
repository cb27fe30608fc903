import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { free, type WasmBackend } from '../wasm-backend.js';
import { transposed } from './transposed.js';

const swapLastTwo = (rank: number): number[] =>
  Array.from({ length: rank }, (_, axis) => (axis < rank - 2 ? axis : 2 * rank - 3 - axis));

const flipped = (backend: WasmBackend, x: TensorInfo): TensorInfo =>
  transposed(backend, x, swapLastTwo(x.shape.length));

const elements = ({ shape }: TensorInfo): number => shape.reduce((product, length) => product * length, 1);

/**
 * Matrix products with a transposed operand, by transposing first: the wasm backend's own kernel multiplies fast only what is not
 * transposed. For `a bᵀ` the smaller operand is transposed, as `(b aᵀ)ᵀ` where that is `a`.
 *
 * @param stock - the kernel that TensorFlow.js registered
 * @returns the kernel to register in its place
 */
export const batchMatMul = (stock: KernelConfig): KernelConfig => ({
  ...stock,
  kernelFunc: (params) => {
    const backend = params.backend as WasmBackend;
    const { a, b } = params.inputs as { a: TensorInfo; b: TensorInfo };
    const { transposeA, transposeB } = params.attrs as { transposeA: boolean; transposeB: boolean };
    const multiply = (left: TensorInfo, right: TensorInfo): TensorInfo =>
      stock.kernelFunc({
        inputs: { a: left, b: right },
        backend,
        attrs: { transposeA: false, transposeB: false },
      }) as TensorInfo;
    if (!transposeA && !transposeB) return multiply(a, b);
    if (a.dtype !== 'float32' || b.dtype !== 'float32') return stock.kernelFunc(params);
    const outputs = (a.shape.at(-2)! * b.shape.at(-2)! * elements(a)) / (a.shape.at(-1)! * a.shape.at(-2)!);
    if (transposeB && !transposeA && elements(a) + outputs < elements(b)) {
      const turned = flipped(backend, a);
      const product = multiply(b, turned);
      const out = flipped(backend, product);
      free(backend, turned, product);
      return out;
    }
    const left = transposeA ? flipped(backend, a) : a;
    const right = transposeB ? flipped(backend, b) : b;
    const out = multiply(left, right);
    if (transposeA) free(backend, left);
    if (transposeB) free(backend, right);
    return out;
  },
});
