import * as tf from '@tensorflow/tfjs-core';

/**
 * The memory of the wasm backend, which must be in use.
 *
 * @returns {Uint8Array}
 */
export const wasmHeap = () =>
  /** @type {{ wasm: { HEAPU8: Uint8Array } }} */ (/** @type {unknown} */ (tf.backend())).wasm.HEAPU8;
