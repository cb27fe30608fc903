import { InterpError } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';

/**
 * The start of each run from what was given: one for all classes, or one for each.
 *
 * @param given - `[1 or classes.length, ...shape]`; borrowed
 * @param classes - the class of each prototype
 * @param restarts - runs of each prototype
 * @returns `[classes.length * restarts, ...shape]`, which belongs to the caller
 * @throws InterpError `bad-shape` for another number
 */
export const startRows = (given: tf.Tensor, classes: readonly number[], restarts: number): tf.Tensor => {
  const one = given.shape[0] === 1;
  if (!one && given.shape[0] !== classes.length)
    throw new InterpError(
      'bad-shape',
      `there are ${given.shape[0]} starts and ${classes.length} classes; expected one start for all or one for each`,
    );
  const rows = Array.from({ length: classes.length * restarts }, (_, run) => (one ? 0 : Math.floor(run / restarts)));
  return tf.tidy(() => tf.gather(tf.cast(given, 'float32'), tf.tensor1d(rows, 'int32')));
};
