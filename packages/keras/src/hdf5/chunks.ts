import { unzlibSync } from 'fflate';
import { damaged, type Cursor, type Source, unsupported } from './cursor.js';
import { type Message } from './object-header.js';

/** A piece of a data set, as it is stored. */
export interface Chunk {
  /** Where its first element is in the data set. */
  readonly offset: readonly number[];
  /** Where it is stored. */
  readonly address: number;
  /** How many bytes are stored. */
  readonly size: number;
  /** Which filters were left out. */
  readonly mask: number;
}

/** A step that was taken before a piece was stored. */
export interface Filter {
  /** 1 deflate, 2 shuffle, 3 a checksum. */
  readonly id: number;
}

/** The filters of a data set, in the order in which they were used. */
export const readFilters = (source: Source, message: Message | undefined): readonly Filter[] => {
  if (!message) return [];
  const cursor = source.at(message.address);
  const version = cursor.u8();
  const count = cursor.u8();
  if (version === 1) cursor.skip(6);
  else if (version !== 2) throw unsupported('has filters of an unknown version');
  return Array.from({ length: count }, () => {
    const id = cursor.u16();
    const nameLength = version === 1 || id >= 256 ? cursor.u16() : 0;
    cursor.skip(2);
    const values = cursor.u16();
    cursor.skip(version === 1 ? Math.ceil(nameLength / 8) * 8 : nameLength);
    cursor.skip(4 * (version === 1 ? values + (values % 2) : values));
    if (id < 1 || id > 3) throw unsupported(`packs its data sets with filter ${id}`);
    return { id };
  });
};

/** The pieces that a tree lists. */
export const readChunkTree = (source: Source, root: number | undefined, rank: number): readonly Chunk[] => {
  const chunks: Chunk[] = [];
  const visit = (address: number | undefined, above: number): void => {
    const node = source.at(address).signature('TREE');
    if (node.u8() !== 1) throw damaged('has a tree of another kind for a data set');
    const level = node.u8();
    const count = node.u16();
    if (level >= above) throw damaged('has a tree that does not end');
    node.skip(16);
    for (let i = 0; i < count; i++) {
      const [size, mask] = [node.u32(), node.u32()];
      const offset = Array.from({ length: rank }, () => node.u64());
      const child = node.skip(8).address();
      if (level > 0) visit(child, level);
      else {
        source.at(child);
        chunks.push({ offset, address: child!, size, mask });
      }
    }
  };
  if (root !== undefined) visit(root, 32);
  return chunks;
};

const unshuffled = (bytes: Uint8Array, size: number): Uint8Array => {
  const count = Math.floor(bytes.length / size);
  const out = new Uint8Array(bytes.length);
  for (let k = 0; k < size; k++) for (let i = 0; i < count; i++) out[i * size + k] = bytes[k * count + i];
  return out;
};

/**
 * The bytes of a piece, unpacked.
 *
 * @param cursor - where it is stored
 * @param chunk - the piece
 * @param filters - of the data set
 * @param length - how many bytes it has
 * @param elementSize - how many bytes an element has
 * @returns the bytes
 * @throws InterpError `bad-file` where they are fewer or more
 */
export const unpackChunk = (
  cursor: Cursor,
  { size, mask }: Chunk,
  filters: readonly Filter[],
  length: number,
  elementSize: number,
): Uint8Array => {
  let bytes = cursor.take(filters.length > 0 ? size : length);
  for (let i = filters.length - 1; i >= 0; i--) {
    if (mask & (1 << i)) continue;
    const { id } = filters[i];
    // A checksum follows what was stored before it.
    const more = filters.slice(0, i).filter((filter) => filter.id === 3).length * 4;
    if (id === 3) bytes = bytes.subarray(0, Math.max(0, bytes.length - 4));
    else if (id === 2) bytes = unshuffled(bytes, elementSize);
    else
      try {
        bytes = unzlibSync(bytes, { out: new Uint8Array(length + more) });
      } catch {
        throw damaged('has a packed piece that cannot be unpacked');
      }
  }
  if (bytes.length !== length) throw damaged(`has a packed piece of ${bytes.length} bytes in the place of ${length}`);
  return bytes;
};
