import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';

/** The part of the cpu backend that this uses. */
interface ArrayBackend {
  readonly data: { get(dataId: object): { values: Float32Array } };
  makeTensorInfo(shape: readonly number[], dtype: 'float32', values: Float32Array): TensorInfo;
  disposeData(dataId: object): boolean;
}

/**
 * `tf.image.transform` of each image of a batch; the cpu backend's own kernel returns after the first and leaves the others blank.
 *
 * @param stock - the kernel that TensorFlow.js registered
 * @returns the kernel to register in its place
 */
export const transformEach = (stock: KernelConfig): KernelConfig => ({
  ...stock,
  kernelFunc: (params) => {
    const backend = params.backend as ArrayBackend;
    const { image, transforms } = params.inputs as { image: TensorInfo; transforms: TensorInfo };
    const n = image.shape[0];
    if (n < 2 || image.dtype !== 'float32') return stock.kernelFunc(params);
    const part = (tensor: TensorInfo, i: number): TensorInfo => {
      const { values } = backend.data.get(tensor.dataId);
      const each = values.length / n;
      return backend.makeTensorInfo([1, ...tensor.shape.slice(1)], 'float32', values.slice(i * each, (i + 1) * each));
    };
    const results = Array.from({ length: n }, (_, i) => {
      const one = part(image, i);
      const own = transforms.shape[0] === 1 ? transforms : part(transforms, i);
      const out = stock.kernelFunc({ ...params, inputs: { image: one, transforms: own } }) as TensorInfo;
      backend.disposeData(one.dataId);
      if (own !== transforms) backend.disposeData(own.dataId);
      return out;
    });
    const size = backend.data.get(results[0].dataId).values.length;
    const all = new Float32Array(n * size);
    results.forEach(({ dataId }, i) => {
      all.set(backend.data.get(dataId).values, i * size);
      backend.disposeData(dataId);
    });
    return backend.makeTensorInfo([n, ...results[0].shape.slice(1)], 'float32', all);
  },
});
