import { sizeOfShape } from '@interp/core/internal';
import { readChunkTree, readFilters, unpackChunk, type Chunk } from './chunks.js';
import { damaged, type Source, unsupported } from './cursor.js';
import { type Datatype, numbersOf, readDataspace, readDatatype } from './datatype.js';
import { type Message, messageOf, messageTypes } from './object-header.js';

/** Numbers that a file holds. */
export interface Dataset {
  /** Their shape. */
  readonly shape: readonly number[];
  /**
   * The numbers: a view of the file's bytes where they lie in one piece as a `Float32Array` has them, which must not be changed; else a copy.
   *
   * @throws InterpError `bad-file`, `unsupported-model`
   */
  read(): Float32Array;
}

/** Up to this many bytes may be packed as well as deflate can. */
const alwaysUnpacked = 2 ** 26;

/** How many times its size in the file a larger data set may have. */
const mostExpansion = 50;

interface Pieces {
  readonly chunks: readonly Chunk[];
  readonly size: readonly number[];
}

/** Copies the pieces to their places. */
const assemble = (
  source: Source,
  { chunks, size }: Pieces,
  shape: readonly number[],
  type: Datatype,
  filters: Message | undefined,
): Uint8Array => {
  const rank = shape.length;
  const [length, total] = [sizeOfShape(size) * type.size, sizeOfShape(shape) * type.size];
  const stored = chunks.reduce((sum, chunk) => sum + chunk.size, 0);
  const expected = sizeOfShape(shape.map((n, axis) => Math.ceil(n / size[axis])));
  if (chunks.length !== expected) throw damaged(`has ${chunks.length} of ${expected} pieces of a data set`);
  if (Math.max(length * chunks.length, total) > Math.max(alwaysUnpacked, mostExpansion * stored))
    throw damaged(`has ${stored} bytes that unpack to ${total}, too many to be believed`);
  const steps = readFilters(source, filters);
  const out = new Uint8Array(total);
  const strides = shape.map((_, axis) => sizeOfShape(shape.slice(axis + 1)) * type.size);
  const seen = new Set<string>();
  for (const chunk of chunks) {
    const isPlace = chunk.offset.every((n, axis) => n < shape[axis] && n % size[axis] === 0);
    if (!isPlace || seen.has(chunk.offset.join())) throw damaged('has a piece of a data set in a wrong place');
    seen.add(chunk.offset.join());
    const bytes = unpackChunk(source.at(chunk.address), chunk, steps, length, type.size);
    const kept = size.map((n, axis) => Math.min(n, shape[axis] - chunk.offset[axis]));
    const run = kept[rank - 1] * type.size;
    const rows = sizeOfShape(kept.slice(0, -1));
    const at = Array<number>(rank).fill(0);
    for (let row = 0; row < rows; row++) {
      let [from, to] = [0, chunk.offset[rank - 1] * type.size];
      for (let axis = 0; axis < rank - 1; axis++) {
        from = (from + at[axis]) * size[axis + 1];
        to += (chunk.offset[axis] + at[axis]) * strides[axis];
      }
      out.set(bytes.subarray(from * type.size, from * type.size + run), to);
      for (let axis = rank - 2; axis >= 0 && ++at[axis] === kept[axis]; axis--) at[axis] = 0;
    }
  }
  return out;
};

type Stored = { readonly bytes: Uint8Array } | Pieces;

/** Where a data set's bytes are. */
const readLayout = (source: Source, message: Message, shape: readonly number[], type: Datatype): Stored => {
  const layout = source.at(message.address);
  const version = layout.u8();
  const total = sizeOfShape(shape) * type.size;
  if (version < 3) {
    const rank = layout.u8();
    const kind = layout.u8();
    const address = layout.skip(5).address();
    if (kind === 1) return { bytes: source.at(address).take(total) };
    if (kind !== 2 || rank !== shape.length + 1) throw unsupported('has a data set of an old layout');
    const size = shape.map(() => layout.u32());
    return { size, chunks: readChunkTree(source, address, shape.length) };
  }
  if (version > 4) throw unsupported('has a data set of an unknown layout');
  const kind = layout.u8();
  if (kind === 0) return { bytes: layout.take(layout.u16()) };
  if (kind === 1) return { bytes: total === 0 ? new Uint8Array() : source.at(layout.address()).take(total) };
  if (kind !== 2 || version !== 3) throw unsupported('has a data set of a new layout');
  const rank = layout.u8();
  const address = layout.address();
  if (rank !== shape.length + 1 || rank < 2) throw damaged('has a data set whose pieces have another shape');
  const size = shape.map(() => layout.u32());
  if (size.some((n) => n === 0)) throw damaged('has a data set of empty pieces');
  return { size, chunks: readChunkTree(source, address, shape.length) };
};

/**
 * A data set, of which only the header is read.
 *
 * @param source - the file
 * @param messages - of its header
 * @returns the data set
 * @throws InterpError `bad-file`, `unsupported-model`
 */
export const datasetOf = (source: Source, messages: readonly Message[]): Dataset => {
  const [space, typeMessage, layout] = [messageTypes.dataspace, messageTypes.datatype, messageTypes.layout].map(
    (type) => messageOf(messages, type),
  );
  if (!space || !typeMessage || !layout) throw damaged('has a group where a data set should be');
  if (messageOf(messages, messageTypes.externalFiles)) throw unsupported('keeps a data set in another file');
  const shape = readDataspace(source.at(space.address)) ?? [0];
  const type = readDatatype(source.at(typeMessage.address));
  return {
    shape,
    read: () => {
      const stored = readLayout(source, layout, shape, type);
      const bytes =
        'bytes' in stored
          ? stored.bytes
          : assemble(source, stored, shape, type, messageOf(messages, messageTypes.filters));
      if (bytes.length !== sizeOfShape(shape) * type.size)
        throw damaged(`has ${bytes.length} bytes for a data set of shape [${shape.join(', ')}]`);
      return numbersOf(bytes, type);
    },
  };
};
