import { InterpError } from '@interp/checks';
import type { WasmBackend } from './wasm-backend.js';

/** Emscripten's allocator. */
interface Allocator {
  _malloc(bytes: number): number;
  _free(offset: number): void;
}

/** The most bytes that a WebAssembly memory has. */
const most = 2 ** 32 - 1;

const guarded = new WeakSet();

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 2 ** 20)} MB`;

/**
 * Makes a wasm backend throw when it runs out of memory. Unguarded, it takes the allocator's
 * null for address 0, and a size beyond 4 GB modulo 4 GB, and overwrites its own memory.
 *
 * @param backend - the backend, which then throws `out-of-memory`; its tensors stay valid
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
