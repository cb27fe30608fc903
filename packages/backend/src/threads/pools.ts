import * as tf from '@tensorflow/tfjs-core';
import type { KernelPool } from './kernel-pool.js';

const pools = new WeakMap<object, KernelPool>();

/**
 * Sets the pool of threads of a backend.
 *
 * @param backend - the backend
 * @param pool - the pool; undefined removes it
 */
export const setPool = (backend: object, pool: KernelPool | undefined): void => {
  if (pool) pools.set(backend, pool);
  else pools.delete(backend);
};

/**
 * The threads that a backend's kernels are divided among.
 *
 * @param backend - the backend
 * @returns the pool; undefined without other threads
 */
export const poolOf = (backend: object): KernelPool | undefined => pools.get(backend);

/**
 * How many threads now share the kernels of the backend in use: this one, and those that have begun and not ended. The threads requested from `startBackend` start after the first
 * tenth of a second of divisible work, so that short jobs do not pay for them.
 *
 * @returns 1 before they start, and on backends other than `wasm`
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

/**
 * Why fewer threads than were asked for share the kernels of the backend in use: the system, the runtime or a policy starts no more, or some
 * have ended. The work goes on with those that there are.
 *
 * @returns the reason in a few words; undefined if no thread is missing
 */
export const whyFewerThreads = (): string | undefined => poolOf(tf.backend())?.whyFewer();
