import { getKernel, type KernelConfig, type NamedTensorInfoMap, type TensorInfo } from '@tensorflow/tfjs-core';
import { tensorOf, type HostBackend } from '../host-values.js';

/**
 * Casts of whole numbers and truth values to floats on webgpu; the stock kernel only calls them floats, and kernels that copy
 * their bits, such as transposition, then do not compile.
 *
 * @param stock - the kernel that TensorFlow.js registered
 * @returns the kernel to register in its place
 */
export const castToFloats = (stock: KernelConfig): KernelConfig => ({
  ...stock,
  kernelFunc: (params) => {
    const { x } = params.inputs as { x: TensorInfo };
    if (params.attrs!['dtype'] !== 'float32' || (x.dtype !== 'int32' && x.dtype !== 'bool'))
      return stock.kernelFunc(params);
    const backend = params.backend as unknown as HostBackend & { disposeData(dataId: object): boolean };
    const called = stock.kernelFunc(params) as TensorInfo;
    const zero = tensorOf(backend, new Float32Array(1), [], 'float32');
    const inputs: NamedTensorInfoMap = { a: called, b: zero };
    const floats = getKernel('Add', 'webgpu').kernelFunc({ inputs, backend, attrs: {} }) as TensorInfo;
    for (const { dataId } of [called, zero]) backend.disposeData(dataId);
    return floats;
  },
});
