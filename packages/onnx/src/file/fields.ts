import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';

/** What a field of each kind holds. */
interface Scalars {
  readonly int32: number;
  readonly int64: bigint;
  readonly uint64: bigint;
  readonly float: number;
  readonly double: number;
  readonly string: string;
  readonly bytes: Uint8Array;
}

/** A field of a message, whose values are V. */
export interface Field<V> {
  /** Its number in the format. */
  readonly number: number;
  /** What it holds where the file says nothing. */
  readonly initial: () => V;
  /** What it holds after one more entry of the file. */
  next(reader: BinaryReader, wireType: WireType, held: V, depth: number): V;
}

/** The fields of a message by their names here. Those of the file that are not among them are passed over. */
export type Fields<M> = { readonly [Name in keyof M]-?: Field<M[Name]> };

/** The message that has some fields. */
export type MessageOf<F> = { -readonly [Name in keyof F]: F[Name] extends Field<infer V> ? V : never };

/** The deepest that messages lie in each other, as other readers of the format have it. */
const mostDepth = 100;

const scalars: { readonly [Kind in keyof Scalars]: { readonly wire: WireType; readonly none: Scalars[Kind] } } = {
  int32: { wire: WireType.Varint, none: 0 },
  int64: { wire: WireType.Varint, none: 0n },
  uint64: { wire: WireType.Varint, none: 0n },
  float: { wire: WireType.Bit32, none: 0 },
  double: { wire: WireType.Bit64, none: 0 },
  string: { wire: WireType.LengthDelimited, none: '' },
  bytes: { wire: WireType.LengthDelimited, none: new Uint8Array(0) },
};

const readScalar = <K extends keyof Scalars>(reader: BinaryReader, kind: K): Scalars[K] =>
  // 64 bits are bigints wherever there are bigints, which this package needs.
  reader[kind]() as Scalars[K];

const expectWire = (found: WireType, expected: WireType): void => {
  if (found !== expected) throw new Error(`a field has the wire type ${found}; expected ${expected}`);
};

/** Where the entry of some bytes that begins here ends. */
const endOf = (reader: BinaryReader): number => {
  const length = reader.uint32();
  const end = reader.pos + length;
  if (end > reader.len) throw new Error('it ends early');
  return end;
};

/** A field of one value, the last where there are several. */
export const one = <K extends keyof Scalars>(number: number, kind: K): Field<Scalars[K]> => ({
  number,
  initial: () => scalars[kind].none,
  next: (reader, wireType) => {
    expectWire(wireType, scalars[kind].wire);
    return readScalar(reader, kind);
  },
});

/** A field of one value that may be left out. */
export const optional = <K extends keyof Scalars>(number: number, kind: K): Field<Scalars[K] | undefined> => ({
  ...one(number, kind),
  initial: () => undefined,
});

/** A field of a list of values, one by one or packed. */
export const many = <K extends keyof Scalars>(number: number, kind: K): Field<Scalars[K][]> => {
  const { wire } = scalars[kind];
  return {
    number,
    initial: () => [],
    next: (reader, wireType, held) => {
      if (wireType === WireType.LengthDelimited && wire !== WireType.LengthDelimited) {
        const end = endOf(reader);
        while (reader.pos < end) held.push(readScalar(reader, kind));
        return held;
      }
      expectWire(wireType, wire);
      held.push(readScalar(reader, kind));
      return held;
    },
  };
};

/** The names of each message's fields by their numbers, put together once. */
const numbered = new WeakMap<object, ReadonlyMap<number, string>>();

const namesOf = <M>(fields: Fields<M>): ReadonlyMap<number, string> => {
  const known = numbered.get(fields);
  if (known) return known;
  const names = new Map(Object.entries<Field<unknown>>(fields).map(([name, { number }]) => [number, name]));
  numbered.set(fields, names);
  return names;
};

/** Reads a message up to `end` into what is held of it. */
const readInto = <M>(held: M, fields: Fields<M>, reader: BinaryReader, end: number, depth: number): M => {
  if (depth > mostDepth) throw new Error(`its messages lie in each other more than ${mostDepth} times`);
  const names = namesOf(fields);
  while (reader.pos < end) {
    const [number, wireType] = reader.tag();
    const name = names.get(number) as keyof M | undefined;
    if (name === undefined) reader.skip(wireType, number, mostDepth - depth);
    else held[name] = fields[name].next(reader, wireType, held[name], depth);
  }
  if (reader.pos !== end) throw new Error('a message ends within a field');
  return held;
};

const nothingOf = <M>(fields: Fields<M>): M => {
  const message = {} as M;
  for (const name in fields) message[name] = fields[name].initial();
  return message;
};

/** Reads a message that lies in another, into what is held of it. */
const nested = <M>(fields: Fields<M>, held: M, reader: BinaryReader, wireType: WireType, depth: number): M => {
  expectWire(wireType, WireType.LengthDelimited);
  return readInto(held, fields, reader, endOf(reader), depth + 1);
};

/** A field of a message, undefined where it is left out; what comes twice is merged. */
export const message = <M>(number: number, fields: () => Fields<M>): Field<M | undefined> => ({
  number,
  initial: () => undefined,
  next: (reader, wireType, held, depth) => nested(fields(), held ?? nothingOf(fields()), reader, wireType, depth),
});

/** A field of a list of messages. */
export const messages = <M>(number: number, fields: () => Fields<M>): Field<M[]> => ({
  number,
  initial: () => [],
  next: (reader, wireType, held, depth) => {
    held.push(nested(fields(), nothingOf(fields()), reader, wireType, depth));
    return held;
  },
});

/**
 * Reads a message of protocol buffers (proto2), fields that are not known passed over.
 *
 * @param fields - its fields
 * @param bytes - the message; borrowed, and referred to by fields of bytes
 * @throws Error where the bytes are no such message
 */
export const readMessage = <M>(fields: Fields<M>, bytes: Uint8Array): M =>
  readInto(nothingOf(fields), fields, new BinaryReader(bytes), bytes.length, 1);
