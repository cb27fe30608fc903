import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { kernelTable } from '../../compiled/kernel-table.js';
import { free, runKernel, type WasmBackend } from '../../wasm-backend.js';
import { activated, isKnownActivation } from '../elementwise/activated.js';
import { multiplies, multiply, type Factors } from './matrix-product.js';

/** A product and an addition apart, for transposed matrices: there the stock kernel adds the bias wrongly. */
const inSteps = (backend: WasmBackend, { a, b, transposeA, transposeB }: Factors, bias?: TensorInfo): TensorInfo => {
  const product = runKernel(backend, 'BatchMatMul', { a, b }, { transposeA, transposeB });
  if (!bias) return product;
  const sums = runKernel(backend, 'Add', { a: product, b: bias });
  free(backend, product);
  return sums;
};

/**
 * A product with bias and activation by the compiled kernel, which packs no weights in advance: XNNPACK does,
 * and where weights change with every step, as in training, that takes as long as the product.
 *
 * @param stock - the kernel that TensorFlow.js registered
 * @returns the kernel to register in its place
 */
export const fusedMatMul = (stock: KernelConfig): KernelConfig => ({
  ...stock,
  kernelFunc: (params) => {
    const backend = params.backend as WasmBackend;
    const { a, b, bias } = params.inputs as { a: TensorInfo; b: TensorInfo; bias?: TensorInfo };
    const attrs = params.attrs as Partial<Factors> & { activation?: string };
    const { transposeA = false, transposeB = false, activation = 'linear' } = attrs;
    const factors = { a, b, transposeA, transposeB };
    if (!isKnownActivation(activation) || (bias && (bias.dtype !== 'float32' || bias.shape.length !== 1)))
      return stock.kernelFunc(params);
    const table = kernelTable(backend);
    if (table && multiplies(factors)) return activated(backend, multiply(backend, factors, bias), activation);
    if (transposeA || transposeB) return activated(backend, inSteps(backend, factors, bias), activation);
    return stock.kernelFunc(params);
  },
});

/**
 * The same for two matrices `a` and `b` as they are, under a name of our own: `tf.fused.matMul` first reshapes them to batches of one
 * and then back, which takes five more operations. Attribute `activation`; a bias is optional.
 */
export const dense: KernelConfig = {
  kernelName: 'Dense',
  backendName: 'wasm',
  kernelFunc: ({ inputs, backend: any, attrs }) => {
    const backend = any as WasmBackend;
    const { a, b, bias } = inputs as { a: TensorInfo; b: TensorInfo; bias?: TensorInfo };
    const { activation = 'linear' } = attrs as { activation?: string };
    return activated(backend, multiply(backend, { a, b, transposeA: false, transposeB: false }, bias), activation);
  },
};
