import * as tf from '@tensorflow/tfjs-core';

/** A TensorFlow.js backend by the name that people ask for. */
export type BackendName = 'tensorflow-gpu' | 'tensorflow' | 'webgpu' | 'webgl' | 'wasm' | 'cpu';

const inNode: readonly BackendName[] = ['tensorflow-gpu', 'tensorflow', 'wasm', 'cpu'];
const inBrowsers: readonly BackendName[] = ['webgpu', 'webgl', 'wasm', 'cpu'];

/**
 * The backends that there can be here, the fastest first: others in Node.js than in browsers.
 *
 * @returns their names in the order in which `startBackend('auto')` tries them
 */
export const backendNames = (): readonly BackendName[] => (tf.env().getBool('IS_NODE') ? inNode : inBrowsers);
