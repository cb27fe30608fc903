import { fromHalf, sizeOfShape } from '@interp/core/internal';
import { type Cursor, damaged, unsupported } from './cursor.js';

/** How the elements of a data set or an attribute are stored. */
export type Datatype =
  | { readonly kind: 'float' | 'signed' | 'unsigned'; readonly size: number; readonly bigEndian: boolean }
  | { readonly kind: 'text'; readonly size: number }
  | { readonly kind: 'variable text'; readonly size: number }
  | { readonly kind: 'other'; readonly size: number; readonly name: string };

const names = ['', '', 'time', 'text', 'bits', 'opaque', 'compound', 'reference', 'enumeration', 'list', 'array'];

/** Sizes of floating-point numbers with the layout of IEEE 754: where the exponent is, its bits, those of the fraction. */
const ieee: Readonly<Record<number, string>> = { 2: '10,5,0,10', 4: '23,8,0,23', 8: '52,11,0,52' };

/** Reads a type. */
export const readDatatype = (cursor: Cursor): Datatype => {
  const kind = cursor.u8() & 15;
  const bits = cursor.u8();
  cursor.skip(2);
  const size = cursor.u32();
  if (kind === 0) return { kind: bits & 8 ? 'signed' : 'unsigned', size, bigEndian: (bits & 1) !== 0 };
  if (kind === 1) {
    cursor.skip(4);
    const layout = [cursor.u8(), cursor.u8(), cursor.u8(), cursor.u8()].join();
    if (ieee[size] !== layout) return { kind: 'other', size, name: 'floating-point numbers of an unusual layout' };
    return { kind: 'float', size, bigEndian: (bits & 1) !== 0 };
  }
  if (kind === 3) return { kind: 'text', size };
  if (kind === 9 && (bits & 15) === 1) return { kind: 'variable text', size };
  return { kind: 'other', size, name: names[kind] ?? 'unknown' };
};

/** Most elements of a data set or an attribute. */
const mostElements = 2 ** 40;

/** Reads the sizes of a data set or an attribute: none for a single value, undefined for no value. */
export const readDataspace = (cursor: Cursor): readonly number[] | undefined => {
  const version = cursor.u8();
  const rank = cursor.u8();
  cursor.skip(1);
  if (version !== 1 && version !== 2) throw unsupported('has shapes of an unknown version');
  const type = cursor.u8();
  if (version === 1) cursor.skip(4);
  if (version === 2 && type === 2) return undefined;
  if (rank > 32) throw damaged(`has a shape of ${rank} axes`);
  const shape = Array.from({ length: rank }, () => cursor.u64());
  if (sizeOfShape(shape) > mostElements) throw damaged(`has a shape of [${shape.join(', ')}]`);
  return shape;
};

type Read = (view: DataView, at: number, little: boolean) => number;

const readers: Readonly<Record<string, Read>> = {
  'float 2': (view, at, little) => fromHalf(view.getUint16(at, little)),
  'float 4': (view, at, little) => view.getFloat32(at, little),
  'float 8': (view, at, little) => view.getFloat64(at, little),
  'signed 1': (view, at) => view.getInt8(at),
  'signed 2': (view, at, little) => view.getInt16(at, little),
  'signed 4': (view, at, little) => view.getInt32(at, little),
  'signed 8': (view, at, little) => Number(view.getBigInt64(at, little)),
  'unsigned 1': (view, at) => view.getUint8(at),
  'unsigned 2': (view, at, little) => view.getUint16(at, little),
  'unsigned 4': (view, at, little) => view.getUint32(at, little),
  'unsigned 8': (view, at, little) => Number(view.getBigUint64(at, little)),
};

/** Whether numbers of a type are stored as a `Float32Array` has them on this machine. */
const isNative = ({ kind, size, ...rest }: Datatype): boolean =>
  kind === 'float' && size === 4 && 'bigEndian' in rest && !rest.bigEndian;

/**
 * Numbers as a `Float32Array`: a view of the bytes where they are stored so and lie at a multiple of four, else a copy.
 *
 * @param bytes - of all elements
 * @param type - how they are stored
 * @returns the numbers
 * @throws InterpError `unsupported-model` for what are no numbers
 */
export const numbersOf = (bytes: Uint8Array, type: Datatype): Float32Array => {
  if (isNative(type)) {
    const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
    return new Float32Array(aligned.buffer, aligned.byteOffset, aligned.byteLength / 4);
  }
  const read = 'bigEndian' in type ? readers[`${type.kind} ${type.size}`] : undefined;
  if (!read || !('bigEndian' in type))
    throw unsupported(`has weights that are ${type.kind === 'other' ? type.name : type.kind}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float32Array.from({ length: bytes.length / type.size }, (_, i) => read(view, i * type.size, !type.bigEndian));
};
