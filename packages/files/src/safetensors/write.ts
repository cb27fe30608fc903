import { checkList, InterpError, shownName, shownValue } from '@interp/checks';
import { sizeOfShape } from '@interp/core/internal';
import { type SafetensorsDtype, type SafetensorsEntry, storedAs } from './entry.js';
import { encodeFloat } from './short-floats.js';

/** The types that are written: floats of 8 bits are not. */
const written = Object.keys(storedAs).filter((dtype) => !dtype.startsWith('F8_'));

const sizeOf = (dtype: SafetensorsDtype): number => storedAs[dtype].BYTES_PER_ELEMENT;

const kindOf = (value: object): string => Object.prototype.toString.call(value).slice(8, -1);

const encode = (name: string, { dtype, shape, data }: SafetensorsEntry): Uint8Array => {
  const tensor = `the tensor ${shownName(name)}`;
  if (!written.includes(dtype))
    throw new InterpError(
      'bad-option',
      `${tensor} has the element type ${dtype}; expected one of ${written.join(', ')}`,
    );
  const encoded = encodeFloat[dtype];
  const array = encoded ? Float32Array : storedAs[dtype];
  if (kindOf(data) !== array.name)
    throw new InterpError(
      'bad-value',
      `${tensor} of type ${dtype} is given as ${kindOf(data)}; expected ${array.name}`,
    );
  const size = sizeOfShape(shape);
  if (!shape.every((n) => Number.isSafeInteger(n) && n >= 0) || data.length !== size)
    throw new InterpError(
      'bad-shape',
      `${tensor} has ${data.length} elements; its shape [${shape.join(', ')}] asks for ${size}`,
    );
  if (encoded) return new Uint8Array(Uint16Array.from(data as Float32Array, encoded).buffer);
  if (dtype === 'BOOL' && (data as Uint8Array).some((value) => value > 1))
    throw new InterpError('bad-value', `${tensor} of type BOOL holds other values than 0 and 1`);
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
};

/** Pairs, as callers in JavaScript may leave out or give as an object. */
const pairsOf = <Value>(what: string, pairs: Iterable<readonly [string, Value]>): (readonly [string, Value])[] => {
  if (typeof (pairs as Partial<typeof pairs> | undefined)?.[Symbol.iterator] !== 'function')
    throw new InterpError(
      'bad-option',
      `${what} are ${shownValue(pairs)}; expected pairs of a name and a value, as a Map or Object.entries(…)`,
    );
  return Array.from(pairs, (pair) => {
    checkList(`each of ${what}`, pair, { length: 2 });
    return pair;
  });
};

const checkName = (name: string, taken: ReadonlyMap<string, unknown>): void => {
  if (taken.has(name) || name === '__metadata__' || name === '__proto__')
    throw new InterpError('bad-option', `a tensor cannot be called ${shownName(name)}; expected a name of its own`);
};

/**
 * Writes a safetensors file. The header keeps the given order; in the data, wider types come first, so that every tensor
 * is aligned. The same tensors give the same bytes.
 *
 * @param tensors - names and tensors; borrowed
 * @param metadata - free text about the file
 * @returns the whole file
 * @throws InterpError `bad-option` for a name used twice or reserved, `bad-shape` or `bad-value` for elements that do not fit
 */
export const writeSafetensors = (
  tensors: Iterable<readonly [string, SafetensorsEntry]>,
  metadata: Iterable<readonly [string, string]> = [],
): Uint8Array => {
  const entries = new Map<string, { readonly entry: SafetensorsEntry; readonly bytes: Uint8Array; begin: number }>();
  for (const [name, entry] of pairsOf('the tensors', tensors)) {
    checkName(name, entries);
    entries.set(name, { entry, bytes: encode(name, entry), begin: 0 });
  }
  let size = 0;
  const laidOut = [...entries.values()].sort((a, b) => sizeOf(b.entry.dtype) - sizeOf(a.entry.dtype));
  for (const placed of laidOut) {
    placed.begin = size;
    size += placed.bytes.length;
  }
  const about = pairsOf('the metadata', metadata);
  const fields = [...entries].map(([name, { entry, bytes, begin }]) => {
    const description = { dtype: entry.dtype, shape: entry.shape, data_offsets: [begin, begin + bytes.length] };
    return `${JSON.stringify(name)}:${JSON.stringify(description)}`;
  });
  if (about.length > 0) {
    const pairs = [...new Map(about)].map(([key, text]) => `${JSON.stringify(key)}:${JSON.stringify(text)}`);
    fields.unshift(`"__metadata__":{${pairs.join(',')}}`);
  }
  const json = new TextEncoder().encode(`{${fields.join(',')}}`);
  const start = 8 + Math.ceil(json.length / 8) * 8;
  const file = new Uint8Array(start + size).fill(0x20, 8, start);
  new DataView(file.buffer).setBigUint64(0, BigInt(start - 8), true);
  file.set(json, 8);
  for (const { bytes, begin } of laidOut) file.set(bytes, start + begin);
  return file;
};
