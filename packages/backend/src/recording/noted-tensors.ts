import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../wasm-backend.js';

/** The tensors that were looked up in a backend while they were noted. */
export interface NotedTensors {
  /** Notes from now on. */
  start(): void;
  /** Notes no more. */
  stop(): void;
  /** Whether each of them still has the memory that it had then: none was freed or moved to another backend; of variables that change, that it is theirs still, by whatever name. */
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
 * @param changing - the only ones that may be looked up: variables whose values change in place as their memory is handed over; default: any tensors, none of which changes
 * @param refuse - called where another one is; throws
 * @returns the tensors, none yet; more and more between {@link NotedTensors.start} and {@link NotedTensors.stop}
 */
export const noteTensors = (
  backend: WasmBackend,
  changing: readonly TensorInfo[] | undefined,
  refuse: () => never,
): NotedTensors => {
  const entries = backend.dataIdMap as unknown as Entries;
  const ofVariables = changing && new Map(changing.map((variable) => [entries.get(variable.dataId), variable]));
  const noted = new Map<object, Entry>();
  const get = entries.get.bind(entries);
  return {
    start: () => {
      entries.get = (dataId) => {
        const entry = get(dataId);
        if (!entry.block) {
          if (ofVariables && !ofVariables.has(entry)) refuse();
          noted.set(dataId, entry);
        }
        return entry;
      };
    },
    stop: () => void Reflect.deleteProperty(entries, 'get'),
    areThere: () => {
      // To get what is not there would move it from another backend.
      const isAt = (dataId: object, entry: Entry): boolean => entries.has(dataId) && entries.get(dataId) === entry;
      if (ofVariables) return [...ofVariables].every(([entry, { dataId }]) => isAt(dataId, entry));
      for (const [dataId, entry] of noted) if (!isAt(dataId, entry)) return false;
      return true;
    },
  };
};
