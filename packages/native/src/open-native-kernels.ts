import { boundKernels, type BoundKernels } from './bound-kernels.js';
import { openAddon } from './open-addon.js';

/** The kernels of an addon that is loaded. */
export interface NativeKernels {
  /** What they were compiled for: `avx512`, `avx2`, `sse2` or `neon`. */
  readonly level: string;
  /** Whether they multiply and add in one instruction, rounded once, as WebAssembly with relaxed SIMD does. */
  readonly fused: boolean;
  /** The addon's file, for other threads to load. */
  readonly file: string;
  /** Binds them to a memory. */
  bind(memory: WebAssembly.Memory): BoundKernels;
}

/** Which level is to be taken, or `none`. */
const variable = 'INTERP_NATIVE_LEVEL';

/**
 * Loads the kernels for this processor. The environment variable `INTERP_NATIVE_LEVEL` names another level than the fastest, or `none`.
 * For `@interp/backend`, which finds this package where it is installed.
 *
 * @param root - the package's folder, for tests of damaged files
 * @returns the kernels, or why there are none, in a few words
 */
export const openNativeKernels = (root?: URL): NativeKernels | { readonly reason: string } => {
  const wanted = process.env[variable] || undefined;
  if (wanted === 'none') return { reason: `${variable} is none` };
  const opened = openAddon(root);
  if ('reason' in opened) return opened;
  const { addon, file } = opened;
  const level = wanted ?? addon.levels[0];
  if (!addon.levels.includes(level))
    return { reason: `${variable} is ${JSON.stringify(level)}, and this machine has ${addon.levels.join(', ')}` };
  return { level, fused: level !== 'sse2', file, bind: (memory) => boundKernels(addon.kernels(level), memory) };
};
