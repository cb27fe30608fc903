/** Element types of a safetensors file that are read and written here. */
export type SafetensorsDtype = 'F32' | 'F64' | 'F16' | 'BF16' | 'I32' | 'I64' | 'U8' | 'BOOL';

/** The elements of a tensor. `F16` and `BF16` are held as float32, `BOOL` as 0 and 1. */
export type SafetensorsData = Float32Array | Float64Array | Int32Array | BigInt64Array | Uint8Array;

/** One tensor of a safetensors file. */
export interface SafetensorsEntry {
  /** How its elements are stored in the file. */
  readonly dtype: SafetensorsDtype;
  /** Its size along each axis; empty for a scalar. */
  readonly shape: readonly number[];
  /** Its elements, row by row; as many as the product of `shape`. */
  readonly data: SafetensorsData;
}

/** Bytes that one element takes in a file. */
export const itemSize: Readonly<Record<SafetensorsDtype, number>> = {
  F64: 8,
  I64: 8,
  F32: 4,
  I32: 4,
  F16: 2,
  BF16: 2,
  U8: 1,
  BOOL: 1,
};

/**
 * A float32 tensor for {@link writeSafetensors}.
 *
 * @param shape - its size along each axis
 * @param data - its elements, row by row; a `Float32Array` is kept, anything else copied
 * @returns the entry
 */
export const float32Entry = (shape: readonly number[], data: ArrayLike<number>): SafetensorsEntry => ({
  dtype: 'F32',
  shape: [...shape],
  data: data instanceof Float32Array ? data : Float32Array.from(data),
});

/**
 * An int32 tensor for {@link writeSafetensors}.
 *
 * @param shape - its size along each axis
 * @param data - its elements, row by row; an `Int32Array` is kept, anything else copied
 * @returns the entry
 */
export const int32Entry = (shape: readonly number[], data: ArrayLike<number>): SafetensorsEntry => ({
  dtype: 'I32',
  shape: [...shape],
  data: data instanceof Int32Array ? data : Int32Array.from(data),
});
