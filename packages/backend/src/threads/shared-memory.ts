const importSection = 2;
const memorySection = 5;
const memoryImport = 2;
const withMaximum = 1;
const sharedWithMaximum = 3;

/** The most bytes that a number of 32 bits takes. */
const longestSize = 5;

/** Reads an unsigned LEB128 number: the value, and where the next byte is. At the end of a truncated file the value is NaN. */
const readSize = (bytes: Uint8Array, from: number): [value: number, next: number] => {
  let value = 0;
  for (let i = 0; i < longestSize && from + i < bytes.length; i++) {
    value += (bytes[from + i] & 127) * 2 ** (7 * i);
    if (bytes[from + i] < 128) return [value, from + i + 1];
  }
  return [Number.NaN, bytes.length];
};

/** The place of the memory's flags in a section of imports, if its only entry is a memory. */
const importedFlags = (bytes: Uint8Array, from: number): number | undefined => {
  const [count, first] = readSize(bytes, from);
  if (count !== 1) return undefined;
  let at = first;
  for (let name = 0; name < 2; name++) {
    const [length, start] = readSize(bytes, at);
    at = start + length;
  }
  return bytes[at] === memoryImport ? at + 1 : undefined;
};

const flagsAt = (bytes: Uint8Array): number | undefined => {
  for (let at = 8; at < bytes.length;) {
    const section = bytes[at];
    const [size, start] = readSize(bytes, at + 1);
    if (section === memorySection && size > 1) return readSize(bytes, start)[1];
    const imported = section === importSection ? importedFlags(bytes, start) : undefined;
    if (imported !== undefined) return imported;
    if (!(size <= bytes.length - start)) return undefined;
    at = start + size;
  }
  return undefined;
};

/**
 * A WebAssembly module with its memory declared to be shared, so that other threads can have it too: one bit of the binary. Code
 * compiled for one thread works the same in a shared memory.
 *
 * @param bytes - the module; not changed
 * @returns a changed copy; undefined if the memory has no maximum, which a shared one must have, or there is none
 * @see The WebAssembly threads proposal, on the binary format of memory types.
 */
export const withSharedMemory = (bytes: Uint8Array): Uint8Array<ArrayBuffer> | undefined => {
  const at = flagsAt(bytes);
  if (at === undefined || bytes[at] !== withMaximum) return undefined;
  const changed = new Uint8Array(bytes);
  changed[at] = sharedWithMaximum;
  return changed;
};
