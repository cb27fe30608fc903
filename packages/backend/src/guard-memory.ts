import { InterpError } from '@interp/core';
import type { WasmBackend } from './wasm-backend.js';

/** Emscripten's allocator. */
interface Allocator {
  _malloc(bytes: number): number;
  _free(offset: number): void;
}

/** WebAssembly's memory ends here, in bytes. */
const most = 2 ** 32 - 1;

const guarded = new WeakSet();

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 2 ** 20)} MB`;

/**
 * Makes a wasm backend say when it can have no more memory. As it comes it takes the allocator's "none" for the address 0, and a size
 * beyond 4 GB for the rest of a division by it, and writes over its own memory: from then on nothing that it holds is right.
 *
 * @param backend - the backend, which from now on throws `out-of-memory` in place of that; what it holds stays right
 */
export const guardMemory = (backend: WasmBackend): void => {
  const wasm: (WasmBackend['wasm'] & Partial<Allocator>) | undefined = backend.wasm;
  if (!wasm?._malloc || !wasm._free || guarded.has(wasm)) return;
  guarded.add(wasm);
  wasm._free(wasm._malloc(8));
  const malloc = wasm._malloc.bind(wasm);
  wasm._malloc = (bytes) => {
    const offset = bytes <= most ? malloc(bytes) : 0;
    if (offset !== 0 || bytes === 0) return offset;
    throw new InterpError(
      'out-of-memory',
      `the wasm backend has no room for ${megabytes(bytes)} more; expected less than 4 GB in all; give smaller batches`,
    );
  };
};
