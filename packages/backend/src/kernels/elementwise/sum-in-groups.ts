import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';

/** The part of a backend that this uses. */
interface AnyBackend {
  disposeData(dataId: object): boolean;
}

/** How many tensors the stock kernel adds on any card: a shader reads and writes eight buffers, and one of them is the sum. */
const most = 7;

/**
 * Sums of any number of tensors on webgpu (`tf.addN`): where there are more than seven, the sum so far and the next six.
 *
 * @param stock - the kernel that TensorFlow.js registered
 * @returns the kernel to register in its place
 */
export const sumInGroups = (stock: KernelConfig): KernelConfig => ({
  ...stock,
  kernelFunc: (params) => {
    const terms = params.inputs as unknown as readonly TensorInfo[];
    const backend = params.backend as AnyBackend;
    const sumOf = (inputs: readonly TensorInfo[]): TensorInfo =>
      stock.kernelFunc({ ...params, inputs: inputs as never }) as TensorInfo;
    let sum = sumOf(terms.slice(0, most));
    for (let from = most; from < terms.length; from += most - 1) {
      const sofar = sum;
      sum = sumOf([sofar, ...terms.slice(from, from + most - 1)]);
      backend.disposeData(sofar.dataId);
    }
    return sum;
  },
});
