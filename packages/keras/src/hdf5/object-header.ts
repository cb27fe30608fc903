import { damaged, type Source, unsupported } from './cursor.js';

/** Types of messages in the header of a group or a data set. */
export const messageTypes = {
  dataspace: 0x01,
  linkInfo: 0x02,
  datatype: 0x03,
  link: 0x06,
  externalFiles: 0x07,
  layout: 0x08,
  filters: 0x0b,
  attribute: 0x0c,
  continuation: 0x10,
  symbolTable: 0x11,
  attributeInfo: 0x15,
} as const;

/** One message of a header. */
export interface Message {
  /** What it says: one of {@link messageTypes}, or one that is not read here. */
  readonly type: number;
  /** Where its contents begin. */
  readonly address: number;
  /** How many bytes they have. */
  readonly size: number;
}

interface Block {
  readonly address: number;
  readonly size: number;
}

/** How the messages of a version of headers are laid out. */
interface Layout {
  readonly blocks: Block[];
  readonly ordered: boolean;
  readonly isOld: boolean;
}

const oldLayout = (source: Source, address: number): Layout => {
  const header = source.at(address).skip(8);
  const size = header.u32();
  return { blocks: [{ address: address + 16, size }], ordered: false, isOld: true };
};

const newLayout = (source: Source, address: number): Layout => {
  const header = source.at(address).signature('OHDR');
  if (header.u8() !== 2) throw unsupported('has headers of an unknown version');
  const flags = header.u8();
  if (flags & 0x20) header.skip(16);
  if (flags & 0x10) header.skip(4);
  const size = header.integer(1 << (flags & 3));
  return { blocks: [{ address: header.position, size }], ordered: (flags & 4) !== 0, isOld: false };
};

/**
 * The messages in the header of a group or a data set.
 *
 * @param source - the file
 * @param address - of the header
 * @returns the messages in their order
 * @throws InterpError `bad-file`; `unsupported-model` for a message that is kept elsewhere
 */
export const messagesAt = (source: Source, address: number): readonly Message[] => {
  const isOld = source.at(address).u8() === 1;
  const { blocks, ordered } = (isOld ? oldLayout : newLayout)(source, address);
  const messages: Message[] = [];
  const known = new Set<number>();
  for (const block of blocks) {
    if (known.has(block.address)) throw damaged('has a header that continues in itself');
    known.add(block.address);
    const [head, step] = isOld ? [8, 8] : [ordered ? 6 : 4, 1];
    for (const cursor = source.at(block.address); cursor.position + head <= block.address + block.size;) {
      const type = isOld ? cursor.u16() : cursor.u8();
      const size = cursor.u16();
      const flags = cursor.u8();
      cursor.skip(head - (isOld ? 5 : 4));
      const message: Message = { type, address: cursor.position, size };
      // Each message counts as a structure, so that circles of tiny ones end.
      const contents = source.at(message.address);
      cursor.skip(Math.ceil(size / step) * step);
      if (type === messageTypes.continuation) {
        const [next, length] = [contents.u64(), contents.u64()];
        if (isOld) blocks.push({ address: next, size: length });
        else {
          source.at(next).signature('OCHK');
          blocks.push({ address: next + 4, size: length - 8 });
        }
      } else if (flags & 2) {
        if (type === messageTypes.datatype || type === messageTypes.dataspace || type === messageTypes.filters)
          throw unsupported('shares types among its data sets');
      } else messages.push(message);
    }
  }
  return messages;
};

/** The first message of a type, if there is one. */
export const messageOf = (messages: readonly Message[], type: number): Message | undefined =>
  messages.find((message) => message.type === type);
