/**
 * Element types of a safetensors file. Of the floats of 8 bits, `F8_E4M3` has no infinity and `F8_E8M0` is a power of 2; they are read,
 * not written. A tensor of another type (`F4`, `F6_E2M3`, `C64`, …) is listed, and refused when its elements are asked for.
 */
export type SafetensorsDtype =
  | 'F32'
  | 'F64'
  | 'F16'
  | 'BF16'
  | 'I8'
  | 'I16'
  | 'I32'
  | 'I64'
  | 'U8'
  | 'U16'
  | 'U32'
  | 'U64'
  | 'BOOL'
  | 'F8_E4M3'
  | 'F8_E5M2'
  | 'F8_E8M0';

/** Element types of 8-bit floats. */
export type Float8 = Extract<SafetensorsDtype, `F8_${string}`>;

/** The elements of a tensor. Floats of 8 and 16 bits are held as float32, `BOOL` as 0 and 1. */
export type SafetensorsData =
  | Float32Array
  | Float64Array
  | Int8Array
  | Int16Array
  | Int32Array
  | BigInt64Array
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | BigUint64Array;

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
  ...{ F64: 8, I64: 8, U64: 8 },
  ...{ F32: 4, I32: 4, U32: 4 },
  ...{ F16: 2, BF16: 2, I16: 2, U16: 2 },
  ...{ I8: 1, U8: 1, BOOL: 1, F8_E4M3: 1, F8_E5M2: 1, F8_E8M0: 1 },
};

/** Bits of one element of the types that the format has and that are not read. */
export const unreadBits: Readonly<Record<string, number>> = {
  ...{ F4: 4, F6_E2M3: 6, F6_E3M2: 6, F8_E4M3FNUZ: 8, F8_E5M2FNUZ: 8, C64: 64 },
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
