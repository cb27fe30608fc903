import * as tf from '@tensorflow/tfjs-core';
import { importOptional } from '../import-optional.js';

type Kernels = Readonly<Record<string, (...values: number[]) => void>>;

/** What `@interp/native` gives; written down here, because that package is optional. */
export interface NativeKernels {
  /** What they were compiled for. */
  readonly level: string;
  /** Whether they have the bits of WebAssembly with relaxed SIMD. */
  readonly fused: boolean;
  /** The addon's file, for other threads to load. */
  readonly file: string;
  /** Binds them to a memory: the kernels by name, what checks arguments for another thread, and kernels with arguments that are checked once. */
  bind(memory: WebAssembly.Memory): {
    readonly kernels: Kernels;
    readonly check: (kernel: string, values: readonly number[]) => void;
    readonly prepared?: (kernel: string, values: readonly number[]) => (() => void) | undefined;
  };
}

/**
 * Loads the kernels in machine code.
 *
 * @param wanted - whether they may be used
 * @returns the kernels, or why there are none, in a few words
 */
export const openNative = async (wanted: boolean): Promise<NativeKernels | { reason: string }> => {
  if (!wanted) return { reason: 'native: false was asked for' };
  if (!tf.env().getBool('IS_NODE')) return { reason: 'a page loads no machine code' };
  const { module, reason } = await importOptional('@interp/native');
  if (!module) return { reason: reason! };
  return (module as { openNativeKernels(): NativeKernels | { reason: string } }).openNativeKernels();
};
