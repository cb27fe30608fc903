import * as tf from '@tensorflow/tfjs-core';
import type { BackendName, BackendSettings } from '../backend-options.js';
import { nodeModule } from '../node-module.js';
import { poolOf } from './pools.js';

/** With kernels as small as ours, more threads than these gain nothing. */
const most = 8;

const page = globalThis as { crossOriginIsolated?: boolean; navigator?: { hardwareConcurrency?: number } };

/** How many threads there can be, and why only one if more were requested. */
interface Threads {
  /** How many, this one included. */
  readonly count: number;
  /** Why only one, in a few words. */
  readonly why?: string;
}

const cores = (): number => {
  const os = nodeModule('node:os') as { availableParallelism(): number } | undefined;
  return os?.availableParallelism() ?? page.navigator?.hardwareConcurrency ?? 1;
};

/**
 * How many threads a start of the wasm backend should prepare for.
 *
 * @param threads - what was asked for
 * @returns the number, and why it is one if more were requested
 */
export const threadsWanted = (threads: BackendSettings['threads']): Threads => {
  const count = threads === 'auto' ? Math.min(most, cores()) : threads;
  if (count === 1) return threads === 'auto' ? { count, why: 'this machine has one core' } : { count };
  if (page.crossOriginIsolated === false) return { count: 1, why: 'this page is not cross-origin isolated' };
  return typeof SharedArrayBuffer === 'function' ? { count } : { count: 1, why: 'there is no shared memory here' };
};

/**
 * How many threads the backend in use has.
 *
 * @param name - the backend
 * @param threads - what was asked for
 * @returns what a chosen backend says about threads
 */
export const threadsInUse = (
  name: BackendName,
  threads: BackendSettings['threads'],
): { threads: number; whyOneThread?: string } => {
  const pool = poolOf(tf.backend());
  if (pool) return { threads: pool.threads };
  const { count, why } = threadsWanted(threads);
  if (name !== 'wasm')
    return threads === 1 ? { threads: 1 } : { threads: 1, whyOneThread: `${name} has threads of its own or none` };
  const reason =
    count > 1 ? 'the wasm backend was started with one thread before, or has no compiled kernels here' : why;
  return reason === undefined ? { threads: 1 } : { threads: 1, whyOneThread: reason };
};
