import { boolean, checkedBy, checkNumber, number, optionsTable } from '@interp/checks';
import type { KernelsInUse } from './compiled/kernel-table.js';
import * as tf from '@tensorflow/tfjs-core';

/** The name of a TensorFlow.js backend. */
export type BackendName = 'tensorflow-gpu' | 'tensorflow' | 'webgpu' | 'webgl' | 'wasm' | 'cpu';

const inNode: readonly BackendName[] = ['tensorflow-gpu', 'tensorflow', 'webgpu', 'wasm', 'cpu'];
const inBrowsers: readonly BackendName[] = ['webgpu', 'webgl', 'wasm', 'cpu'];

/**
 * The backends of this environment (Node.js or browser), the fastest first.
 *
 * @returns their names in the order in which `startBackend('auto')` tries them
 */
export const backendNames = (): readonly BackendName[] => (tf.env().getBool('IS_NODE') ? inNode : inBrowsers);

/** Where the wasm backend's three binaries are: a folder's URL ending in `/`, or the URL of each by its file name. */
export type WasmPaths =
  | string
  | {
      /** Without SIMD. */
      readonly 'tfjs-backend-wasm.wasm': string;
      /** With SIMD: used by every browser since 2021. */
      readonly 'tfjs-backend-wasm-simd.wasm': string;
      /** With SIMD and threads. */
      readonly 'tfjs-backend-wasm-threaded-simd.wasm': string;
    };

/** Options of {@link startBackend}. */
export interface BackendOptions {
  /** Where the wasm binaries are. Default: beside the package, which Node.js finds and bundles do not. */
  readonly wasmPaths?: WasmPaths;
  /**
   * How many threads the wasm backend divides its kernels among, this one counted; `auto`: one for each core, at most eight. The results
   * are the same to the last bit with any number. More than one needs shared memory, which Node.js and cross-origin
   * isolated pages have. Set at the backend's first start. Default 1.
   */
  readonly threads?: number | 'auto';
  /**
   * Whether the wasm backend takes its kernels from `@interp/native`, where that is installed and loads: machine code for this processor,
   * with the same results to the last bit. Set at the backend's first start. Default true.
   */
  readonly native?: boolean;
  /**
   * How large the work is: multiplications of the largest operation of a pass, for all images that are computed at once. In Node.js `auto`
   * takes `webgpu` only where this is given, on a graphics card, and where a matrix product of that size is faster there than on `wasm`, with the way to the card and
   * back; that is measured once for a card and a size, and kept in the user's cache folder. Default unknown.
   */
  readonly multiplications?: number;
}

/** Checks and defaults of {@link BackendOptions}. */
export const backendOptions = optionsTable<BackendOptions>()({
  wasmPaths: checkedBy<WasmPaths>(() => undefined),
  threads: checkedBy<number | 'auto'>(
    (name, value) => {
      if (value !== 'auto') checkNumber(name, value, { min: 1, max: 64, integer: true });
    },
    { default: 1 },
  ),
  native: boolean({ default: true }),
  multiplications: number({ min: 1 }),
});

/** {@link BackendOptions}, complete. */
export type BackendSettings = ReturnType<typeof backendOptions.withDefaults>;

/** A backend that was refused, and why. */
export interface RefusedBackend {
  /** Its name. */
  readonly name: BackendName;
  /** The reason, in a few words. */
  readonly reason: string;
}

/** Result of {@link startBackend}. */
export interface ChosenBackend {
  /** The backend in use. */
  readonly name: BackendName;
  /** Faster backends that were refused, with the reason; empty if one was requested by name. */
  readonly refused: readonly RefusedBackend[];
  /** How many threads its kernels are divided among. */
  readonly threads: number;
  /**
   * Where the kernels that this package adds come from: `native`, machine code of `@interp/native`; `wasm`, the WebAssembly in this package;
   * `plain`, neither, as on all backends other than wasm.
   */
  readonly kernels: KernelsInUse;
  /** Why the wasm backend's kernels are not native, in a few words. */
  readonly whyNotNative?: string;
  /** Why there is only one thread although more were requested, in a few words. */
  readonly whyOneThread?: string;
}
