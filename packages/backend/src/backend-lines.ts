import { checkFields } from '@interp/checks';
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
