import { boolean, checkedBy, checkFields, checkNumber, optionsTable } from '@interp/checks';
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

/** Work that is measured before its backend is chosen. */
export interface MeasuredWork {
  /** What a pass computes, the same for all passes that take as long: the network and how many images go through it, say. */
  readonly name: string;
  /** How many passes there are, at least; parts of one count, too. */
  readonly passes: number;
  /** Computes one pass, on the backend in use, from values in memory to values in memory; leaves no tensor behind. */
  readonly pass: () => Promise<unknown>;
}

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
   * What is to be computed. In Node.js `auto` takes `webgpu` only where this is given, on a graphics card, and where the work is done sooner there than on
   * `wasm`, with the way to the card and back; a pass is timed once on each, and the times are kept in the user's cache folder. Default unknown.
   */
  readonly work?: MeasuredWork;
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
  work: checkedBy<MeasuredWork>((name, value) => {
    checkFields(name, value, { name: 'text', passes: 'number', pass: 'function' });
    checkNumber(`${name}.passes`, (value as MeasuredWork).passes, { min: 0 });
  }),
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
  /** Why `auto` took it before others that would have started, in a few words: so far of `webgpu` in Node.js. */
  readonly why?: string;
  /** Whether `auto` may take `webgpu` once it is told what {@link BackendOptions.work} there is. Default false. */
  readonly waits?: boolean;
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
