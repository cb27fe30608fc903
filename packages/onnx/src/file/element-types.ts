import { fromHalf } from '@interp/core/internal';

/** How elements of one type of ONNX are stored in raw bytes, and what they become here. */
export interface ElementType {
  /** ONNX' name in lower case: `float`, `int64`, … */
  readonly name: string;
  /** The type that they have here. */
  readonly dtype: 'float32' | 'int32' | 'bool';
  /** Bytes of an element; half a byte for two in one. */
  readonly bytes: number;
  /** The elements of bytes that begin at a multiple of 8 in their buffer. */
  readonly read: (buffer: ArrayBuffer, count: number) => ArrayLike<number> | ArrayLike<bigint>;
  /** The smallest and the largest of them, for whole numbers that are quantised. */
  readonly range?: readonly [lowest: number, highest: number];
}

/** Float32 of the upper 16 bits of its words. */
const fromUpperHalves = (halves: Uint16Array): Float32Array => {
  const words = new Uint32Array(halves.length);
  for (let i = 0; i < halves.length; i++) words[i] = halves[i] << 16;
  return new Float32Array(words.buffer);
};

/** Numbers of 4 or 2 bits, the lower ones first. */
const packed =
  (bits: 2 | 4, isSigned: boolean) =>
  (buffer: ArrayBuffer, count: number): Int8Array => {
    const bytes = new Uint8Array(buffer);
    const perByte = 8 / bits;
    const mask = 2 ** bits - 1;
    return Int8Array.from({ length: count }, (_, i) => {
      const value = (bytes[Math.floor(i / perByte)] >> ((i % perByte) * bits)) & mask;
      return isSigned && value > mask / 2 ? value - mask - 1 : value;
    });
  };

const whole = (name: string, bytes: number, read: ElementType['read'], isSigned: boolean): ElementType => {
  const bits = bytes * 8;
  const range = isSigned ? ([-(2 ** (bits - 1)), 2 ** (bits - 1) - 1] as const) : ([0, 2 ** bits - 1] as const);
  return { name, dtype: 'int32', bytes, read, range };
};

const readTypes: readonly ElementType[] = [
  { name: 'float', dtype: 'float32', bytes: 4, read: (buffer) => new Float32Array(buffer) },
  { name: 'double', dtype: 'float32', bytes: 8, read: (buffer) => new Float64Array(buffer) },
  {
    name: 'float16',
    dtype: 'float32',
    bytes: 2,
    read: (buffer) => Float32Array.from(new Uint16Array(buffer), fromHalf),
  },
  {
    name: 'bfloat16',
    dtype: 'float32',
    bytes: 2,
    read: (buffer) => fromUpperHalves(new Uint16Array(buffer)),
  },
  { name: 'bool', dtype: 'bool', bytes: 1, read: (buffer) => new Uint8Array(buffer) },
  whole('int8', 1, (buffer) => new Int8Array(buffer), true),
  whole('uint8', 1, (buffer) => new Uint8Array(buffer), false),
  whole('int16', 2, (buffer) => new Int16Array(buffer), true),
  whole('uint16', 2, (buffer) => new Uint16Array(buffer), false),
  whole('int32', 4, (buffer) => new Int32Array(buffer), true),
  whole('uint32', 4, (buffer) => new Uint32Array(buffer), false),
  whole('int64', 8, (buffer) => new BigInt64Array(buffer), true),
  whole('uint64', 8, (buffer) => new BigUint64Array(buffer), false),
  whole('int4', 0.5, packed(4, true), true),
  whole('uint4', 0.5, packed(4, false), false),
  whole('int2', 0.25, packed(2, true), true),
  whole('uint2', 0.25, packed(2, false), false),
];

/** ONNX' names of element types, each at its number in the format. */
const typeNames: readonly (string | undefined)[] = (
  'undefined float uint8 int8 uint16 int16 int32 int64 string bool float16 double uint32 uint64 complex64 complex128 bfloat16 ' +
  'float8e4m3fn float8e4m3fnuz float8e5m2 float8e5m2fnuz uint4 int4 float4e2m1 float8e8m0 uint2 int2'
).split(' ');

/** Those that are read, by their number in the format. */
export const elementTypes: Readonly<Partial<Record<number, ElementType>>> = typeNames.map((name) =>
  readTypes.find((type) => type.name === name),
);

/** ONNX' name of an element type, also of one that is not read. */
export const elementTypeName = (type: number): string => typeNames[type] ?? `of number ${type}`;

/** What an element type is here, by its number. */
export const dtypeOf = (type: number): ElementType['dtype'] | undefined => elementTypes[type]?.dtype;
