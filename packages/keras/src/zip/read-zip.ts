import { inflateSync } from 'fflate';
import { InterpError, plainText } from '@interp/checks';
import { checksum } from './checksum.js';

const damaged = (what: string): InterpError =>
  new InterpError('bad-file', `the archive ${what}; expected a whole .keras file; save or fetch the model again`);

/** A file in an archive. */
interface Entry {
  readonly isPacked: boolean;
  readonly crc: number;
  readonly packedSize: number;
  readonly size: number;
  readonly address: number;
}

/** Files in an archive, by name. */
export interface ZipFile {
  /** Their names. */
  readonly names: readonly string[];
  /**
   * The bytes of one: a view of the archive where it is stored as it is.
   *
   * @param name - its name
   * @param most - the most bytes that it may have
   * @returns the bytes; undefined where there is no such file
   * @throws InterpError `bad-file` for one that is damaged, too long or packed too well to be believed
   */
  read(name: string, most: number): Uint8Array | undefined;
}

/** Most files in an archive. */
const mostEntries = 10_000;

/** Up to this many bytes may be packed as well as deflate can. */
const alwaysUnpacked = 2 ** 26;

/** How many times its size in the archive a longer file may have. */
const mostExpansion = 50;

/** Where the directory of an archive is: the last 22 bytes, but for a comment after them. */
const findDirectory = (view: DataView): { readonly count: number; readonly address: number } => {
  for (let at = view.byteLength - 22; at >= Math.max(0, view.byteLength - 65_557); at--)
    if (view.getUint32(at, true) === 0x06054b50)
      return { count: view.getUint16(at + 10, true), address: view.getUint32(at + 16, true) };
  throw damaged('has no directory at its end, as if it were cut off');
};

/** Whether bytes begin as a zip archive does. */
export const isZip = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3;

const readDirectory = (bytes: Uint8Array, view: DataView): ReadonlyMap<string, Entry> => {
  const { count, address } = findDirectory(view);
  if (count > mostEntries) throw damaged(`lists ${count} files, more than ${mostEntries}`);
  const entries = new Map<string, Entry>();
  let at = address;
  for (let i = 0; i < count; i++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== 0x02014b50) throw damaged('has a damaged directory');
    const [flags, method] = [view.getUint16(at + 8, true), view.getUint16(at + 10, true)];
    const [nameLength, extra, comment] = [28, 30, 32].map((field) => view.getUint16(at + field, true));
    const [packedSize, size, address] = [20, 24, 42].map((field) => view.getUint32(at + field, true));
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
    if (flags & 1) throw damaged(`has encrypted its file "${plainText(name, 60)}"`);
    if (method !== 0 && method !== 8) throw damaged(`packs its file "${plainText(name, 60)}" in an unknown way`);
    if (entries.has(name)) throw damaged(`has two files "${plainText(name, 60)}"`);
    entries.set(name, { isPacked: method === 8, crc: view.getUint32(at + 16, true), packedSize, size, address });
    at += 46 + nameLength + extra + comment;
  }
  return entries;
};

/** Unpacks a file, whose declared size is made beforehand and not exceeded. */
const unpack = (packed: Uint8Array, { size, packedSize }: Entry, shown: string): Uint8Array => {
  if (size > alwaysUnpacked && size > mostExpansion * packedSize)
    throw damaged(`says that its ${shown} of ${packedSize} bytes unpacks to ${size}, too many to be believed`);
  try {
    return inflateSync(packed, { out: new Uint8Array(size) });
  } catch (cause) {
    throw new InterpError('bad-file', damaged(`has ${shown}, which cannot be unpacked`).message, { cause });
  }
};

/**
 * Opens a zip archive. Nothing is unpacked before it is asked for; the bytes are borrowed and not copied.
 *
 * @param bytes - of the whole archive
 * @returns its files
 * @throws InterpError `bad-file`
 */
export const openZip = (bytes: Uint8Array): ZipFile => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries = readDirectory(bytes, view);
  const read = (name: string, most: number): Uint8Array | undefined => {
    const entry = entries.get(name);
    if (!entry) return undefined;
    const shown = `"${plainText(name, 60)}"`;
    const { address, size, packedSize, isPacked } = entry;
    if (size > most) throw damaged(`says that ${shown} has ${size} bytes, more than ${most}`);
    if (address + 30 > bytes.length || view.getUint32(address, true) !== 0x04034b50)
      throw damaged(`has no ${shown} where its directory says`);
    const from = address + 30 + view.getUint16(address + 26, true) + view.getUint16(address + 28, true);
    if (from + packedSize > bytes.length || (!isPacked && packedSize !== size)) throw damaged(`ends within ${shown}`);
    const stored = bytes.subarray(from, from + packedSize);
    const found = isPacked ? unpack(stored, entry, shown) : stored;
    if (found.length !== size || checksum(found) !== entry.crc)
      throw damaged(`has ${shown} with other bytes than were put in`);
    return found;
  };
  return { names: [...entries.keys()], read };
};
