import { nodeModule } from '../node-module.js';

/** The part of `node:v8` that is used here. */
interface V8 {
  setFlagsFromString(flags: string): void;
}

/** A function that takes a vector of four numbers and multiplies and adds it: the smallest module with relaxed SIMD. */
const probe = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 6, 1, 96, 1, 123, 1, 123, 3, 2, 1, 0, 10, 13, 1, 11, 0],
  ...[32, 0, 32, 0, 32, 0, 253, 133, 2, 11],
);

/**
 * Whether the engine takes relaxed SIMD as it is.
 *
 * @returns false on Node.js 20 without its flag, and in Safari
 */
export const hasRelaxedSimd = (): boolean => WebAssembly.validate(probe);

/**
 * Compiles WebAssembly that uses relaxed SIMD. Node.js 20 has that behind a flag, which is set for as long as it compiles.
 *
 * @param compile - compiles the module
 * @returns what `compile` returns; a rejection with its error where the engine has no relaxed SIMD at all
 */
export const withRelaxedSimd = async <T>(compile: () => Promise<T>): Promise<T> => {
  const v8 = hasRelaxedSimd() ? undefined : (nodeModule('node:v8') as V8 | undefined);
  v8?.setFlagsFromString('--experimental-wasm-relaxed-simd');
  try {
    return await compile();
  } finally {
    v8?.setFlagsFromString('--no-experimental-wasm-relaxed-simd');
  }
};
