import { shownName } from '@interp/checks';
import { damaged, type Source, unsupported } from './cursor.js';
import { type Message, messageOf, messageTypes } from './object-header.js';

/** Addresses of the members of a group, by their names. */
export type Links = ReadonlyMap<string, number>;

/** Most levels of a tree. */
const deepest = 32;

const isLink = (name: string, target: string): Error =>
  unsupported(`has a link ${shownName(name)} to ${target}, which is not followed`);

/** Adds a member to a group. */
const addLink = (links: Map<string, number>, name: string, target: number | undefined): void => {
  if (name === '' || name.includes('/') || links.has(name))
    throw damaged(`has a member named ${shownName(name)}, which is no name or is there twice`);
  if (target === undefined) throw damaged(`has a member ${shownName(name)} without an address`);
  links.set(name, target);
};

/** The members of one node of a symbol table. */
const readSymbols = (
  source: Source,
  address: number,
  nameAt: (offset: number) => string,
  links: Map<string, number>,
) => {
  const node = source.at(address).signature('SNOD').skip(2);
  const count = node.u16();
  for (let i = 0; i < count; i++) {
    const name = nameAt(node.u64());
    const target = node.address();
    const cached = node.u32();
    node.skip(20);
    source.at(node.position);
    if (cached === 2) throw isLink(name, 'another place');
    addLink(links, name, target);
  }
};

/** The members of a group in the form that HDF5 has always had: a tree of symbol tables. */
const readSymbolTable = (source: Source, message: Message, links: Map<string, number>): void => {
  const table = source.at(message.address);
  const tree = table.address();
  const heap = source.at(table.address()).signature('HEAP').skip(4);
  const size = heap.u64();
  const data = heap.skip(8).address();
  const nameAt = (offset: number): string => {
    if (offset >= size) throw damaged('has a member whose name lies outside its heap');
    const bytes = source.at(data! + offset).take(Math.min(size - offset, source.bytes.length - data! - offset));
    const end = bytes.indexOf(0);
    return new TextDecoder().decode(bytes.subarray(0, end < 0 ? undefined : end));
  };
  const visit = (address: number | undefined, above: number): void => {
    const node = source.at(address).signature('TREE');
    if (node.u8() !== 0) throw damaged('has a tree of another kind for a group');
    const level = node.u8();
    const count = node.u16();
    if (level >= above) throw damaged('has a tree that does not end');
    node.skip(16);
    for (let i = 0; i < count; i++) {
      const child = node.skip(8).address();
      if (level > 0) visit(child, level);
      else readSymbols(source, child!, nameAt, links);
    }
  };
  visit(tree, deepest);
};

/** A member that has a message of its own. */
const readLink = (source: Source, message: Message, links: Map<string, number>): void => {
  const link = source.at(message.address).skip(1);
  const flags = link.u8();
  const kind = flags & 8 ? link.u8() : 0;
  if (flags & 4) link.skip(8);
  if (flags & 16) link.skip(1);
  const name = link.text(link.integer(1 << (flags & 3)));
  if (kind === 64) throw isLink(name, 'another file');
  if (kind !== 0) throw isLink(name, 'another place');
  addLink(links, name, link.address());
};

/**
 * The members of a group.
 *
 * @param source - the file
 * @param messages - of the group's header
 * @returns their addresses by name
 * @throws InterpError `bad-file`; `unsupported-model` for links to other places or files
 */
export const readLinks = (source: Source, messages: readonly Message[]): Links => {
  const links = new Map<string, number>();
  const table = messageOf(messages, messageTypes.symbolTable);
  if (table) readSymbolTable(source, table, links);
  for (const message of messages.filter(({ type }) => type === messageTypes.link)) readLink(source, message, links);
  const info = messageOf(messages, messageTypes.linkInfo);
  if (info) {
    const cursor = source.at(info.address).skip(1);
    if (cursor.u8() & 1) cursor.skip(8);
    if (cursor.address() !== undefined) throw unsupported('keeps the members of a group in a heap');
  }
  return links;
};
