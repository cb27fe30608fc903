import { shownName } from '@interp/checks';
import { textAttribute } from './attributes.js';
import { damaged, Source, unsupported } from './cursor.js';
import { type Dataset, datasetOf } from './dataset.js';
import { type Links, readLinks } from './links.js';
import { type Message, messageOf, messagesAt, messageTypes } from './object-header.js';

const signature = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];

/** Whether bytes begin as a file of HDF5 does. */
export const isHdf5 = (bytes: Uint8Array): boolean => signature.every((byte, i) => bytes[i] === byte);

/** A group: named groups and data sets, and attributes. */
export class Hdf5Group {
  readonly #source: Source;
  readonly #messages: readonly Message[];
  readonly #path: string;
  #links: Links | undefined;

  /**
   * @param source - the file
   * @param address - of the group's header
   * @param path - its name, for messages
   */
  constructor(source: Source, address: number, path = '') {
    this.#source = source;
    this.#messages = messagesAt(source, address);
    this.#path = path;
    if (messageOf(this.#messages, messageTypes.layout)) throw damaged(`has no group ${shownName(path)}`);
  }

  /** Names of its members. */
  get names(): readonly string[] {
    return [...this.#members.keys()];
  }

  get #members(): Links {
    this.#links ??= readLinks(this.#source, this.#messages);
    return this.#links;
  }

  /** A group in it, by its path; undefined where there is none. */
  group(path: string): Hdf5Group | undefined {
    const [name, ...rest] = path.split('/').filter((part) => part !== '');
    const address = this.#members.get(name);
    if (address === undefined) return undefined;
    const found = new Hdf5Group(this.#source, address, `${this.#path}/${name}`);
    return rest.length > 0 ? found.group(rest.join('/')) : found;
  }

  /** A data set in it, by its path. */
  dataset(path: string): Dataset {
    const parts = path.split('/').filter((part) => part !== '');
    const inside = parts.length > 1 ? this.group(parts.slice(0, -1).join('/')) : this;
    const address = inside && inside.#members.get(parts.at(-1) ?? '');
    if (address === undefined) throw damaged(`lacks the data set ${shownName(`${this.#path}/${path}`)}`);
    return datasetOf(this.#source, messagesAt(this.#source, address));
  }

  /** An attribute that is one text; undefined where there is none. */
  text(name: string): string | undefined {
    return textAttribute(this.#source, this.#messages, name)?.[0];
  }

  /** An attribute that is a list of texts, which Keras divides where it is long; undefined where there is none. */
  texts(name: string): readonly string[] | undefined {
    const whole = textAttribute(this.#source, this.#messages, name);
    if (whole) return whole;
    const parts: string[] = [];
    for (let i = 0; ; i++) {
      const part = textAttribute(this.#source, this.#messages, `${name}${i}`);
      if (!part) return i === 0 ? undefined : parts;
      parts.push(...part);
    }
  }
}

/**
 * Opens a file of HDF5. Only what is asked for is read; the bytes are borrowed and not copied.
 *
 * @param bytes - of the whole file
 * @returns its root group
 * @throws InterpError `bad-file`, `unsupported-model`
 */
export const openHdf5 = (bytes: Uint8Array): Hdf5Group => {
  if (!isHdf5(bytes)) throw damaged('begins as no file of HDF5 does');
  const source = new Source(bytes);
  const head = source.at(8);
  const version = head.u8();
  if (version > 3) throw unsupported(`is of version ${version}`);
  const isOld = version < 2;
  if (isOld) head.skip(4);
  if (head.u8() !== 8 || head.u8() !== 8) throw unsupported('has addresses that are not of 8 bytes');
  head.skip(isOld ? (version === 1 ? 13 : 9) : 1);
  if (head.address() !== 0) throw unsupported('begins with bytes of another format');
  head.skip(16);
  if (isOld) head.skip(16);
  const root = head.address();
  if (root === undefined) throw damaged('has no root group');
  return new Hdf5Group(source, root);
};
