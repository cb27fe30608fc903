import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../wasm-backend.js';

/** What the backend knows of a tensor. */
interface Entry {
  readonly refCount: number;
  /** The block of a recording's own memory that it lies in. */
  readonly block?: object;
}

interface Entries {
  get(dataId: object): Entry;
  set(dataId: object, entry: Entry): void;
  has(dataId: object): boolean;
  delete(dataId: object): boolean;
}

/**
 * Gives the memory of a tensor to a new one, so that its values can change in place and whoever looks whether the tensor is still the same sees that
 * it is not.
 *
 * @param backend - the backend
 * @param tensor - the tensor; it has no values any more, and whoever has it disposes of it as ever
 * @returns the new tensor, which the caller frees; undefined, and nothing changed, where the backend does not have it or others refer to the same values
 */
export const handOver = (backend: WasmBackend, { dataId, shape, dtype }: TensorInfo): TensorInfo | undefined => {
  const entries = backend.dataIdMap as unknown as Entries;
  // To get what is not there would move it from another backend.
  if (!entries.has(dataId)) return undefined;
  const entry = entries.get(dataId);
  if (entry.block || entry.refCount !== 1) return undefined;
  const next = {};
  entries.delete(dataId);
  entries.set(next, entry);
  return { dataId: next, shape: [...shape], dtype };
};
