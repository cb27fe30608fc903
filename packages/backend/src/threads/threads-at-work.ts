import * as tf from '@tensorflow/tfjs-core';
import { poolOf } from './pools.js';

/**
 * How many threads share the kernels of the backend in use by now. Those that `startBackend` was asked for start with the first tenth of a
 * second of work that can be shared, so that short work pays nothing for them.
 *
 * @returns 1 as long as it was not worth it, and on backends other than `wasm`
 *
 * @example
 * ```ts
 * import { threadsAtWork, startBackend } from '@interp/backend';
 *
 * await startBackend('wasm', { threads: 'auto' });
 * console.log(threadsAtWork()); // 1
 * ```
 */
export const threadsAtWork = (): number => poolOf(tf.backend())?.atWork() ?? 1;
