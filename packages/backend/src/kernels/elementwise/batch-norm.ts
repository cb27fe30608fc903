import { getKernel, type KernelConfig, type NamedTensorInfoMap, type TensorInfo } from '@tensorflow/tfjs-core';
import { sizeOf } from '../compiled-kernel.js';

/** What the wasm and the cpu backend have in common. */
interface HostBackend {
  readSync(dataId: object): Float32Array;
  write(values: Float32Array, shape: readonly number[], dtype: 'float32'): object;
  disposeData(dataId: object): boolean;
}

type Inputs = Record<'x' | 'mean' | 'variance', TensorInfo> & Partial<Record<'scale' | 'offset', TensorInfo>>;

/** Whether there is one mean for each value, or one for each channel of the last axis. */
const isUsual = ({ x, mean }: Inputs): boolean =>
  mean.shape.slice(0, -1).every((size) => size === 1) || sizeOf(mean) === sizeOf(x);

/**
 * Batch normalisation along any axis, as a product and a sum where it is not the last; the backend's own kernel reads the statistics as if it were
 * always the last.
 *
 * @param stock - the kernel that TensorFlow.js registered
 * @returns the kernel to register in its place
 */
export const batchNorm = (stock: KernelConfig): KernelConfig => ({
  ...stock,
  kernelFunc: (params) => {
    const given = params.inputs as unknown as Inputs;
    if (isUsual(given)) return stock.kernelFunc(params);
    const backend = params.backend as HostBackend;
    const { varianceEpsilon = 1e-3 } = (params.attrs ?? {}) as { varianceEpsilon?: number };
    const { shape } = given.mean;
    const values = (info: TensorInfo | undefined): Float32Array | undefined => info && backend.readSync(info.dataId);
    const [mean, variance] = [values(given.mean)!, values(given.variance)!];
    const [scale, offset] = [values(given.scale), values(given.offset)];
    const factor = variance.map((v, i) => (scale?.[i] ?? 1) / Math.sqrt(v + varianceEpsilon));
    const shift = mean.map((m, i) => (offset?.[i] ?? 0) - m * factor[i]);
    const tensor = (numbers: Float32Array): TensorInfo => {
      const copy = Float32Array.from(numbers);
      return { dataId: backend.write(copy, shape, 'float32'), shape, dtype: 'float32' };
    };
    const run = (name: string, inputs: NamedTensorInfoMap): TensorInfo =>
      getKernel(name, stock.backendName).kernelFunc({ inputs, backend, attrs: {} }) as TensorInfo;
    const [a, b] = [tensor(factor), tensor(shift)];
    const scaled = run('Multiply', { a: given.x, b: a });
    const out = run('Add', { a: scaled, b });
    for (const { dataId } of [a, b, scaled]) backend.disposeData(dataId);
    return out;
  },
});
