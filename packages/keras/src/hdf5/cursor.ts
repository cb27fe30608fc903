import { InterpError } from '@interp/checks';

/** The error of a file of HDF5 that cannot be read. */
export const damaged = (what: string): InterpError =>
  new InterpError(
    'bad-file',
    `the HDF5 data ${what}; expected a whole file as Keras writes it; save or fetch the model again`,
  );

/** The error of a file of HDF5 that has what Keras does not write. */
export const unsupported = (what: string): InterpError =>
  new InterpError('unsupported-model', `the HDF5 data ${what}; load the model with Keras and save it again as .keras`);

/** How many structures of a file may be read: more than any model has, and few enough to end soon. */
const mostStructures = 2_000_000;

/** The bytes of a file, and how much of it has been read: damaged files may lead around in circles. */
export class Source {
  /** All bytes. */
  readonly bytes: Uint8Array;
  readonly #view: DataView;
  #structures = 0;

  /** @param bytes - of the whole file; borrowed */
  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Reads from an address on. */
  at(address: number | undefined): Cursor {
    if (++this.#structures > mostStructures) throw damaged('leads around in circles');
    if (address === undefined) throw damaged('leads to no address');
    return new Cursor(this.#view, address);
  }
}

/** Reads one value after the other, little-endian, and refuses what lies outside the file. */
export class Cursor {
  readonly #view: DataView;
  /** Where the next value is. */
  position: number;

  /**
   * @param view - of all bytes
   * @param position - where to begin
   */
  constructor(view: DataView, position: number) {
    this.#view = view;
    this.position = position;
  }

  #take(length: number): number {
    const from = this.position;
    if (!(length >= 0 && from + length <= this.#view.byteLength))
      throw damaged(`ends at byte ${this.#view.byteLength}, before all that it names`);
    this.position += length;
    return from;
  }

  /** One byte. */
  u8(): number {
    return this.#view.getUint8(this.#take(1));
  }

  /** Two bytes. */
  u16(): number {
    return this.#view.getUint16(this.#take(2), true);
  }

  /** Four bytes. */
  u32(): number {
    return this.#view.getUint32(this.#take(4), true);
  }

  /** Eight bytes: a length. */
  u64(): number {
    const value = this.address();
    if (value === undefined) throw damaged('has a length of no size');
    return value;
  }

  /** Eight bytes: an address, undefined where it leads nowhere. */
  address(): number | undefined {
    const from = this.#take(8);
    const value = this.#view.getUint32(from, true) + this.#view.getUint32(from + 4, true) * 2 ** 32;
    return Number.isSafeInteger(value) ? value : undefined;
  }

  /** An integer of 1, 2, 4 or 8 bytes. */
  integer(size: number): number {
    return size === 1 ? this.u8() : size === 2 ? this.u16() : size === 4 ? this.u32() : this.u64();
  }

  /** Some bytes, as a view. */
  take(length: number): Uint8Array {
    const from = this.#take(length);
    return new Uint8Array(this.#view.buffer, this.#view.byteOffset + from, length);
  }

  /** Text of so many bytes, up to the first zero. */
  text(length: number): string {
    const bytes = this.take(length);
    const end = bytes.indexOf(0);
    return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end));
  }

  /** Moves on. */
  skip(length: number): this {
    this.#take(length);
    return this;
  }

  /** Checks the four letters with which a structure begins. */
  signature(letters: string): this {
    if (this.text(4) !== letters) throw damaged(`lacks a structure ${letters} where it should be`);
    return this;
  }
}
