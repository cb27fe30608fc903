import * as tf from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../wasm-backend.js';
import { recorderOf } from './recorded-calls.js';

type Wrapped = (...values: unknown[]) => unknown;

/** Makes a function of one that the wasm binary exports. */
type Wrap = (name: string, returned: string | null, taken: readonly string[], options?: object) => Wrapped;

/**
 * Lets the kernels of TensorFlow.js in WebAssembly be recorded: they call functions of its binary with the numbers of tensors, so each of
 * these functions tells who records. One that returns something is refused, as what is done with that cannot be told. It is to be done before each
 * recording: whenever the backend is chosen, TensorFlow.js gives the kernels the bare functions again.
 *
 * @param backend - the backend
 */
export const recordStockKernels = (backend: WasmBackend): void => {
  const { cwrap } = backend.wasm as unknown as { readonly cwrap: Wrap };
  const recording: Wrap = (name, returned, taken, options) => {
    const run = cwrap(name, returned, taken, options);
    return (...values) => {
      const recorder = recorderOf(backend);
      if (!recorder) return run(...values);
      if (returned !== null) recorder.refuse();
      run(...values);
      recorder.record(() => void run(...values));
      return undefined;
    };
  };
  // All else is as the backend has it, for kernels of others.
  const wasm = Object.create(backend.wasm!, { cwrap: { value: recording } }) as object;
  const instead = Object.create(backend, { wasm: { value: wasm } }) as tf.KernelBackend;
  for (const { setupFunc } of tf.getKernelsForBackend('wasm')) setupFunc?.(instead);
};
