import * as tf from '@tensorflow/tfjs-core';
import type { KernelPool } from './kernel-pool.js';

const pools = new WeakMap<object, KernelPool>();

/**
 * Has a backend's kernels divided among threads.
 *
 * @param backend - the backend
 * @param pool - its threads; nothing takes them away
 */
export const setPool = (backend: object, pool: KernelPool | undefined): void => {
  if (pool) pools.set(backend, pool);
  else pools.delete(backend);
};

/**
 * The threads that a backend's kernels are divided among.
 *
 * @param backend - the backend
 * @returns nothing where there is but this one
 */
export const poolOf = (backend: object): KernelPool | undefined => pools.get(backend);

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
