import { checkList } from '@interp/checks';

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

/** The array that has the elements of a type as they are in a file; its `BYTES_PER_ELEMENT` is what one of them takes there. */
export const storedAs = {
  ...{ F64: Float64Array, I64: BigInt64Array, U64: BigUint64Array },
  ...{ F32: Float32Array, I32: Int32Array, U32: Uint32Array },
  ...{ F16: Uint16Array, BF16: Uint16Array, I16: Int16Array, U16: Uint16Array },
  ...{ I8: Int8Array, U8: Uint8Array, BOOL: Uint8Array },
  ...{ F8_E4M3: Uint8Array, F8_E5M2: Uint8Array, F8_E8M0: Uint8Array },
} as const satisfies Readonly<Record<SafetensorsDtype, unknown>>;

/** Bits of one element of the types of the format that are not read. */
export const unreadBits: Readonly<Record<string, number>> = {
  ...{ F4: 4, F6_E2M3: 6, F6_E3M2: 6, F8_E4M3FNUZ: 8, F8_E5M2FNUZ: 8, C64: 64 },
};

const entryOf = (dtype: 'F32' | 'I32', shape: readonly number[], data: ArrayLike<number>): SafetensorsEntry => {
  checkList('the shape', shape, { numbers: true });
  checkList('the data', data);
  const Stored = storedAs[dtype];
  return { dtype, shape: [...shape], data: data instanceof Stored ? data : Stored.from(data) };
};

/**
 * A float32 tensor for {@link writeSafetensors}.
 *
 * @param shape - its size along each axis
 * @param data - its elements, row by row; a `Float32Array` is kept, anything else copied
 * @returns the entry
 */
export const float32Entry = (shape: readonly number[], data: ArrayLike<number>): SafetensorsEntry =>
  entryOf('F32', shape, data);

/**
 * An int32 tensor for {@link writeSafetensors}.
 *
 * @param shape - its size along each axis
 * @param data - its elements, row by row; an `Int32Array` is kept, anything else copied
 * @returns the entry
 */
export const int32Entry = (shape: readonly number[], data: ArrayLike<number>): SafetensorsEntry =>
  entryOf('I32', shape, data);
