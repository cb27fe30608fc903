import type { WasmBackend } from '../wasm-backend.js';

/** The tensors that were looked up in a backend while they were noted. */
export interface NotedTensors {
  /** Notes from now on. */
  start(): void;
  /** Notes no more. */
  stop(): void;
  /** Whether each of them still has the memory that it had then: none was freed or moved to another backend. */
  areThere(): boolean;
}

/** What the backend knows of a tensor: one and the same object as long as the tensor has its memory. */
interface Entry {
  /** The block of a recording's own memory that it lies in. */
  readonly block?: object;
}

interface Entries {
  get(dataId: object): Entry;
  has(dataId: object): boolean;
}

/**
 * Notes which tensors are looked up in a backend, as every kernel does that reads one, except those in a recording's own memory.
 *
 * @param backend - the backend
 * @returns the tensors, none yet; more and more between {@link NotedTensors.start} and {@link NotedTensors.stop}
 */
export const noteTensors = (backend: WasmBackend): NotedTensors => {
  const entries = backend.dataIdMap as unknown as Entries;
  const noted = new Map<object, Entry>();
  const get = entries.get.bind(entries);
  return {
    start: () => {
      entries.get = (dataId) => {
        const entry = get(dataId);
        if (!entry.block) noted.set(dataId, entry);
        return entry;
      };
    },
    stop: () => void Reflect.deleteProperty(entries, 'get'),
    areThere: () => {
      // To get what is not there would move it from another backend.
      for (const [dataId, entry] of noted) if (!entries.has(dataId) || entries.get(dataId) !== entry) return false;
      return true;
    },
  };
};
