import { checkFields } from '@interp/checks';
import { threadsAtWork, whyFewerThreads } from './threads/pools.js';
import type { ChosenBackend } from './backend-options.js';

/**
 * Says in lines which backend was taken, why, and what was not, for people who want to know.
 *
 * @param chosen - as {@link startBackend} gives it
 * @returns a line each: the backends that were refused, the one in use, where its kernels come from
 *
 * @example
 * ```ts
 * import { backendLines, startBackend } from '@interp/backend';
 *
 * console.log(backendLines(await startBackend('cpu'))); // [ 'backend cpu, one thread' ]
 * ```
 */
export const backendLines = (chosen: ChosenBackend): readonly string[] => {
  checkFields('the chosen backend', chosen, { name: 'text', refused: 'list', threads: 'number' });
  const { name, refused, why, kernels, whyNotNative, threads } = chosen;
  return [
    ...refused.map((other) => `backend ${other.name} not taken: ${other.reason}`),
    `backend ${name}, ${threads === 1 ? 'one thread' : `up to ${threads} threads`}`,
    ...(why === undefined ? [] : [`backend ${name} taken: ${why}`]),
    ...(kernels === 'native' ? ['kernels in machine code'] : []),
    ...(whyNotNative === undefined ? [] : [`kernels in WebAssembly: ${whyNotNative}`]),
  ];
};

/**
 * Says in lines whether the threads that the wasm backend's work could be shared among did so.
 *
 * @returns how many did, and why they are fewer than there might be
 *
 * @example
 * ```ts
 * import { startBackend, threadLines } from '@interp/backend';
 *
 * await startBackend('wasm', { threads: 2 });
 * console.log(threadLines()); // [ 'one thread did it all: too little work for more' ]
 * ```
 */
export const threadLines = (): readonly string[] => {
  const [threads, why] = [threadsAtWork(), whyFewerThreads()];
  if (threads > 1) return [`${threads} threads shared the work`];
  if (why === undefined) return ['one thread did it all: too little work for more'];
  return ['one thread did it all', `fewer threads than there might be: ${why}`];
};
