import { InterpError } from '@interp/checks';
import type { WasmBackend } from './wasm-backend.js';

/** Emscripten's allocator. */
interface Allocator {
  _malloc(bytes: number): number;
  _free(offset: number): void;
}

/** The most bytes that a WebAssembly memory has. */
const most = 2 ** 32 - 1;

/** The bytes of a line of the processor's caches. Emscripten's allocator aligns to 8, and a vector that crosses a line is read at half the speed. */
const line = 64;

/** From how many bytes on a tensor begins at a line; below it what that costs is more than what it saves. */
const alignedFrom = 2048;

const guarded = new WeakSet();

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 2 ** 20)} MB`;

/**
 * Makes a wasm backend throw when it runs out of memory, and begin its larger tensors at lines of the caches. Unguarded, it takes the allocator's
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
  const release = wasm._free.bind(wasm);
  /** Where the allocator's pieces begin, by where the tensors in them do. */
  const pieces = new Map<number, number>();
  wasm._malloc = (bytes) => {
    const room = bytes < alignedFrom ? bytes : bytes + line;
    const piece = room <= most ? malloc(room) >>> 0 : 0;
    if (piece === 0 && bytes > 0)
      throw new InterpError(
        'out-of-memory',
        `the wasm backend has no room for ${megabytes(bytes)} more; expected less than 4 GB in all; give smaller batches`,
      );
    if (room === bytes) return piece;
    const offset = Math.ceil(piece / line) * line;
    pieces.set(offset, piece);
    return offset;
  };
  wasm._free = (offset) => {
    const piece = pieces.get(offset) ?? offset;
    pieces.delete(offset);
    release(piece);
  };
};
