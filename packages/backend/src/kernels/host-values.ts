import type { DataType, TensorInfo } from '@tensorflow/tfjs-core';

/** What backends that keep values elsewhere have in common: values are read to memory and written from there. */
export interface HostBackend {
  /** A tensor's values. */
  readSync(dataId: object): Float32Array | Int32Array | Uint8Array;
  /** Makes a tensor's data of values, which it keeps. */
  write(values: Float32Array | Int32Array | Uint8Array, shape: readonly number[], dtype: DataType): object;
}

/**
 * A tensor of values in memory.
 *
 * @param backend - where it is to be
 * @param values - its values; they belong to it from then on
 * @param shape - its shape
 * @param dtype - their type
 * @returns the tensor
 */
export const tensorOf = (
  backend: HostBackend,
  values: Float32Array | Int32Array | Uint8Array,
  shape: readonly number[],
  dtype: DataType,
): TensorInfo => ({ dataId: backend.write(values, shape, dtype), shape: [...shape], dtype });
