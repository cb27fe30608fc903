import { InterpError, isObject, shownName } from '@interp/checks';
import { storedAs, type SafetensorsDtype, unreadBits } from './entry.js';

const [quote, backslash, colon] = [0x22, 0x5c, 0x3a];

/** How many members the objects of a JSON text have: its colons outside of strings. */
const membersIn = (json: Uint8Array): number => {
  let members = 0;
  for (let at = 0; at < json.length; at++)
    if (json[at] === colon) members++;
    else if (json[at] === quote) for (at++; json[at] !== quote; at++) if (json[at] === backslash) at++;
  return members;
};

/** How many members the objects in a value of JSON have. */
const membersOf = (value: unknown): number => {
  let members = 0;
  const left: unknown[] = [value];
  while (left.length > 0) {
    const one = left.pop();
    const isList = Array.isArray(one);
    const inner: readonly unknown[] = isList ? one : Object.values(one as object);
    if (!isList) members += inner.length;
    for (const each of inner) if (typeof each === 'object' && each !== null) left.push(each);
  }
  return members;
};

/** The first key that one object of a JSON text has twice. */
const duplicateKey = (json: string): string | undefined => {
  const open: (Set<string> | undefined)[] = [];
  let isKey = false;
  for (let at = 0; at < json.length; at++) {
    const sign = json[at];
    if (sign === '{' || sign === '[') open.push(sign === '{' ? new Set() : undefined);
    else if (sign === '}' || sign === ']') open.pop();
    if (sign === '{' || sign === ',') isKey = true;
    else if (sign === ':') isKey = false;
    else if (sign === '"') {
      const from = at;
      for (at++; json[at] !== '"'; at++) if (json[at] === '\\') at++;
      const names = isKey ? open.at(-1) : undefined;
      if (!names) continue;
      const name = JSON.parse(json.slice(from, at + 1)) as string;
      if (names.has(name)) return name;
      names.add(name);
    }
  }
  return undefined;
};

/** The longest header that the format allows, in bytes. */
const longestHeader = 100_000_000;

/** Where a tensor lies in the file, counted from the end of the header. */
export interface HeaderEntry {
  /** Its name. */
  readonly name: string;
  /** Its element type, one of `storedAs` or of `unreadBits`. */
  readonly dtype: SafetensorsDtype;
  /** Its size along each axis. */
  readonly shape: readonly number[];
  /** Its first byte. */
  readonly begin: number;
  /** The byte after its last. */
  readonly end: number;
}

/** The contents of a header. */
export interface SafetensorsHeader {
  /** The tensors, in the order of the header. */
  readonly entries: readonly HeaderEntry[];
  /** The file's metadata. */
  readonly metadata: ReadonlyMap<string, string>;
}

const refuse = (what: string, cause?: unknown): never => {
  throw new InterpError('bad-file', `the safetensors file is not sound: ${what}; write or fetch it again`, { cause });
};

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

const parse = (bytes: Uint8Array): Record<string, unknown> => {
  let text = '';
  let header: unknown;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    header = JSON.parse(text);
  } catch (error) {
    refuse('its header is no JSON', error);
  }
  if (!text.startsWith('{') || !isObject(header)) return refuse('its header is no JSON object');
  // JSON.parse keeps the last of two members of one name without a word.
  if (membersOf(header) !== membersIn(bytes))
    refuse(`its header has the key ${shownName(duplicateKey(text) ?? '')} twice`);
  return header;
};

/** Bits of one element of each type of the format. */
const bitsOf: Readonly<Record<string, number>> = {
  ...unreadBits,
  ...Object.fromEntries(Object.entries(storedAs).map(([dtype, array]) => [dtype, 8 * array.BYTES_PER_ELEMENT])),
};

const metadataOf = (value: unknown): Map<string, string> => {
  const metadata = new Map<string, string>();
  if (value === undefined) return metadata;
  if (!isObject(value)) return refuse('its metadata is no object');
  for (const [key, text] of Object.entries(value)) {
    if (typeof text !== 'string') return refuse(`the metadata ${shownName(key)} is no text`);
    metadata.set(key, text);
  }
  return metadata;
};

const entryOf = (name: string, value: unknown): HeaderEntry => {
  if (name === '__proto__') return refuse('a tensor is called __proto__');
  if (!isObject(value)) return refuse(`the entry of tensor ${shownName(name)} is no object`);
  const { dtype, shape, data_offsets: offsets, ...rest } = value;
  if (Object.keys(rest).length > 0)
    return refuse(`tensor ${shownName(name)} has the unknown key ${shownName(Object.keys(rest)[0])}`);
  if (typeof dtype !== 'string') return refuse(`tensor ${shownName(name)} has an element type of no text`);
  if (!Object.hasOwn(bitsOf, dtype))
    throw new InterpError(
      'bad-file',
      `the tensor ${shownName(name)} has the element type ${shownName(dtype)}, which is not supported; expected ${Object.keys(storedAs).join(', ')}`,
    );
  if (!Array.isArray(shape) || !shape.every(isCount))
    return refuse(`the shape of tensor ${shownName(name)} is no list of sizes`);
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isCount))
    return refuse(`the offsets of tensor ${shownName(name)} are no pair of whole numbers`);
  const [begin, end] = offsets as [number, number];
  const bytes = shape.reduce((product, size) => product * size, bitsOf[dtype]) / 8;
  if (!Number.isSafeInteger(bytes) || end - begin !== bytes)
    return refuse(
      `tensor ${shownName(name)} of type ${dtype} and shape [${shape.slice(0, 8).join(', ')}] needs ${bytes} bytes and has ${end - begin}`,
    );
  return { name, dtype: dtype as SafetensorsDtype, shape, begin, end };
};

const checkCover = (entries: readonly HeaderEntry[], available: number): void => {
  let covered = 0;
  for (const { name, begin, end } of [...entries].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (end > available) refuse(`tensor ${shownName(name)} ends at byte ${end} of ${available}`);
    if (begin < covered) refuse(`tensor ${shownName(name)} overlaps another`);
    if (begin > covered) refuse(`there is a gap of ${begin - covered} bytes before tensor ${shownName(name)}`);
    covered = end;
  }
  if (covered !== available) refuse(`${available - covered} bytes follow its last tensor`);
};

/**
 * Reads and checks the header of a safetensors file. Strict: tensors must cover the rest of the file exactly once.
 *
 * @param bytes - the whole file
 * @returns the tensors' entries, the metadata, and where the data begin
 * @throws InterpError `bad-file`
 */
export const readHeader = (bytes: Uint8Array): SafetensorsHeader & { readonly start: number } => {
  if (!(bytes instanceof Uint8Array)) refuse('it is no Uint8Array');
  if (bytes.length < 10) refuse(`it has ${bytes.length} bytes, too few for a header`);
  const length = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true);
  if (length > BigInt(longestHeader))
    refuse(`its header claims ${length.toString()} bytes, more than the format allows`);
  const start = 8 + Number(length);
  if (start > bytes.length) refuse(`its header claims ${length.toString()} bytes and the file has ${bytes.length}`);
  const { __metadata__: metadata, ...tensors } = parse(bytes.subarray(8, start));
  const entries = Object.entries(tensors).map(([name, value]) => entryOf(name, value));
  checkCover(entries, bytes.length - start);
  return { entries, metadata: metadataOf(metadata), start };
};
