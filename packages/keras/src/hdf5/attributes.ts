import { sizeOfShape } from '@interp/core/internal';
import { type Cursor, damaged, type Source, unsupported } from './cursor.js';
import { type Datatype, readDataspace, readDatatype } from './datatype.js';
import { type Message, messageOf, messageTypes } from './object-header.js';

/** Most texts in one attribute. */
const mostTexts = 1_000_000;

const padded = (length: number, to: number): number => Math.ceil(length / to) * to;

/** Text of any length, which is kept in a heap of the file. */
const heapText = (source: Source, cursor: Cursor): string => {
  const length = cursor.u32();
  const address = cursor.address();
  const wanted = cursor.u32();
  if (length === 0) return '';
  const heap = source.at(address).signature('GCOL').skip(4);
  const end = address! + heap.u64();
  while (heap.position + 16 <= end) {
    const index = heap.u16();
    heap.skip(6);
    const size = heap.u64();
    if (index === wanted && size >= length) return heap.text(length);
    if (index === 0) break;
    source.at(heap.position);
    heap.skip(padded(size, 8));
  }
  throw damaged('names a text that it does not hold');
};

const textsOf = (source: Source, cursor: Cursor, type: Datatype, count: number): readonly string[] => {
  if (count > mostTexts) throw damaged(`has an attribute of ${count} texts`);
  const read = type.kind === 'text' ? () => cursor.text(type.size) : () => heapText(source, cursor);
  return Array.from({ length: count }, read);
};

/** The name of an attribute, and a cursor at its type. */
const attributeAt = (source: Source, { address }: Message) => {
  const cursor = source.at(address);
  const version = cursor.u8();
  const isShared = cursor.u8() !== 0 && version > 1;
  if (version < 1 || version > 3) throw unsupported('has attributes of an unknown version');
  const [nameSize, typeSize, spaceSize] = [cursor.u16(), cursor.u16(), cursor.u16()];
  if (version === 3) cursor.skip(1);
  const to = version === 1 ? 8 : 1;
  const name = cursor.text(nameSize);
  cursor.skip(padded(nameSize, to) - nameSize);
  return { name, cursor, isShared, typeSize: padded(typeSize, to), spaceSize: padded(spaceSize, to) };
};

/**
 * An attribute that is text or a list of texts.
 *
 * @param source - the file
 * @param messages - of the group
 * @param name - of the attribute
 * @returns the texts; undefined where there is no such attribute
 * @throws InterpError `bad-file`, `unsupported-model`
 */
export const textAttribute = (
  source: Source,
  messages: readonly Message[],
  name: string,
): readonly string[] | undefined => {
  for (const message of messages.filter(({ type }) => type === messageTypes.attribute)) {
    const attribute = attributeAt(source, message);
    if (attribute.name !== name) continue;
    const { cursor, typeSize, spaceSize, isShared } = attribute;
    if (isShared) throw unsupported('shares types among its attributes');
    const start = cursor.position;
    const type = readDatatype(source.at(start));
    const shape = readDataspace(source.at(start + typeSize));
    cursor.skip(typeSize + spaceSize);
    const count = shape ? sizeOfShape(shape) : 0;
    // An empty list of names is stored as one of numbers.
    if (count === 0) return [];
    if (type.kind !== 'text' && type.kind !== 'variable text')
      throw damaged(`has an attribute "${name}" that is no text`);
    return textsOf(source, cursor, type, count);
  }
  const dense = messageOf(messages, messageTypes.attributeInfo);
  if (dense) {
    const cursor = source.at(dense.address).skip(1);
    if (cursor.u8() & 1) cursor.skip(2);
    if (cursor.address() !== undefined) throw unsupported('keeps its attributes in a heap');
  }
  return undefined;
};
