import { checkNumber } from '@interp/checks';
import * as tf from '@tensorflow/tfjs-core';
import type { AscentOptimizer } from './ascent-optimizer.js';

/**
 * Makes the steps of an optimiser shrink linearly, from full length to 0 after a number of steps, so that an ascent
 * such as {@link adam}, whose steps do not shrink by themselves, converges to a narrow maximum.
 *
 * @param optimizer - the optimiser
 * @param steps - the number of steps after which the length is 0
 * @returns the optimiser with decay
 * @throws InterpError `bad-option` for steps that are not an integer of at least 1
 */
export const linearDecay = (optimizer: AscentOptimizer, steps: number): AscentOptimizer => {
  checkNumber('the number of steps', steps, { min: 1, integer: true });
  return {
    start: (points) => optimizer.start(points),
    step: (gradient, state, count) => {
      const { change, state: next } = optimizer.step(gradient, state, count);
      return { change: tf.mul(change, Math.max(0, 1 - count / steps)), state: next };
    },
  };
};
