import { InterpError, shownName } from '@interp/checks';
import { sizeOfShape } from '@interp/core/internal';
import type { SafetensorsDtype, SafetensorsEntry } from '@interp/files';
import { decodeFloat } from '@interp/files/internal';

/** Types of numbers by what NumPy calls them. */
const types = {
  f8: ['F64', Float64Array],
  f4: ['F32', Float32Array],
  f2: ['F16', Uint16Array],
  i8: ['I64', BigInt64Array],
  i4: ['I32', Int32Array],
  i2: ['I16', Int16Array],
  i1: ['I8', Int8Array],
  u8: ['U64', BigUint64Array],
  u4: ['U32', Uint32Array],
  u2: ['U16', Uint16Array],
  u1: ['U8', Uint8Array],
  b1: ['BOOL', Uint8Array],
} as const satisfies Readonly<Record<string, readonly [SafetensorsDtype, unknown]>>;

/** The header of a file: a Python dictionary of three known keys. */
const headerIn = (bytes: Uint8Array): { readonly text: string; readonly end: number } | undefined => {
  const magic = String.fromCharCode(...bytes.subarray(0, 6));
  if (magic !== '\x93NUMPY' || bytes.length < 12) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const [length, from] = bytes[6] === 1 ? [view.getUint16(8, true), 10] : [view.getUint32(8, true), 12];
  if (from + length > bytes.length || length > 65_536) return undefined;
  return { text: new TextDecoder().decode(bytes.subarray(from, from + length)), end: from + length };
};

/**
 * Reads an array as NumPy saves it.
 *
 * @param bytes - of the file
 * @param name - what messages call it
 * @returns the array
 * @throws InterpError `bad-file` for another format, another type of numbers, columns before rows, and a file that is cut off
 */
export const readNpy = (bytes: Uint8Array, name: string): SafetensorsEntry => {
  const bad = (what: string): InterpError => new InterpError('bad-file', `${shownName(name)} ${what}`);
  const header = headerIn(bytes);
  const [, order = '', kind = ''] = /'descr':\s*'([<>|=])(\w+)'/.exec(header?.text ?? '') ?? [];
  const [, axes] = /'shape':\s*\(([\d\s,]*)\)/.exec(header?.text ?? '') ?? [];
  if (!header || axes === undefined)
    throw bad('is no array of NumPy; expected one that numpy.save or numpy.savez wrote');
  if (!(kind in types) || order === '>')
    throw bad(`holds numbers of the type ${order}${kind}, which are not read; expected float32 or uint8`);
  if (/'fortran_order':\s*True/.test(header.text) && axes.replace(/[^,]/g, '').length > 1)
    throw bad('has columns before rows; expected numpy.ascontiguousarray of it');
  const shape = axes.split(',').flatMap((axis) => (axis.trim() === '' ? [] : [Number(axis)]));
  const [dtype, Stored] = types[kind as keyof typeof types];
  const size = sizeOfShape(shape) * Stored.BYTES_PER_ELEMENT;
  if (bytes.length - header.end !== size)
    throw bad(`has ${bytes.length - header.end} bytes of numbers; expected ${size} for [${shape.join(', ')}]`);
  // Copied, so that it begins where its type may.
  const { buffer } = bytes.slice(header.end);
  const { F16 } = decodeFloat;
  const data = new Stored(buffer);
  return { dtype, shape, data: dtype === 'F16' ? Float32Array.from(data as Uint16Array, F16) : data };
};
