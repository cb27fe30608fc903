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
