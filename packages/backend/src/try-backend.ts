import * as tf from '@tensorflow/tfjs-core';
import { plainText } from '@interp/checks';
import type { BackendName, BackendSettings } from './backend-options.js';
import { candidates } from './candidate.js';
import { hearEmscripten } from './lines-of-emscripten.js';
import { withoutNewListeners } from './process-listeners.js';

const message = (error: unknown): string =>
  (error instanceof Object && 'message' in error ? String(error.message) : String(error)).split('\n')[0];

/**
 * TensorFlow.js prints the stack of a backend that fails to start, and a line for each kernel that a second package registers again, some
 * hundreds where several copies of it are installed; its `PROD` flag is what keeps it quiet.
 */
const quietly = async <T>(work: () => Promise<T>): Promise<T> => {
  const before = tf.env().getBool('PROD');
  tf.env().set('PROD', true);
  try {
    return await work();
  } finally {
    tf.env().set('PROD', before);
  }
};

/** Why a product is not right, read later and read at once: WebGPU reads at once by way of a canvas, which not all browsers can. */
const miscomputed = async (): Promise<string | undefined> => {
  const made: tf.Tensor[] = [];
  const multiplied = (): tf.Tensor => {
    made.push(tf.tidy(() => tf.matMul(tf.tensor2d([1, 2, 3, 4], [2, 2]), tf.tensor2d([5, 6, 7, 8], [2, 2]))));
    return made[made.length - 1];
  };
  const isRight = (values: ArrayLike<number>): boolean => [19, 22, 43, 50].every((value, i) => values[i] === value);
  try {
    const [first, second] = [multiplied(), multiplied()];
    if (!isRight(await first.data())) return 'it computes wrongly';
    return isRight(second.dataSync()) ? undefined : 'what it computes cannot be read at once here';
  } finally {
    tf.dispose(made);
  }
};

/** Backends that loaded but turned out to be unusable, and why; remembered, because their packages register them only once. */
const unfit = new Map<BackendName, string>();

/**
 * Loads a backend, sets it and tests it with a matrix product.
 *
 * @param name - the backend
 * @param settings - how it is prepared
 * @returns why it cannot be used; `undefined` once it is in use
 */
export const tryBackend = async (name: BackendName, settings: BackendSettings): Promise<string | undefined> => {
  const { registered, load, start, check } = candidates[name];
  const known = unfit.get(name);
  if (known !== undefined) return known;
  try {
    const missing = await quietly(() => load(settings));
    if (missing !== undefined) return missing;
    const set = (): Promise<boolean> => tf.setBackend(registered);
    const begin = (): Promise<boolean> => (start ? start(set, settings) : set());
    const { started, reason: why } = await hearEmscripten(() => withoutNewListeners(() => quietly(begin)));
    if (!started) return why === undefined ? 'it did not start' : `it did not start: ${plainText(why, 120)}`;
    const reason = await check?.(tf.backend(), settings);
    if (reason !== undefined) {
      unfit.set(name, reason);
      tf.removeBackend(registered);
      return reason;
    }
    return await miscomputed();
  } catch (error) {
    return `it failed: ${message(error)}`;
  }
};
