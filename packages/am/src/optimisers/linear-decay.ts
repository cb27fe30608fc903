import { checkNumber } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import type { Ascent } from './ascent.js';

/**
 * An ascent whose steps shrink linearly, from their own length at the start to 0 after a number of steps. One whose
 * steps do not shrink by themselves, such as {@link adam}, so converges on a narrow maximum.
 *
 * @param ascent - the ascent
 * @param steps - after how many steps it stands still
 * @returns the shortened ascent
 * @throws InterpError `bad-option` for steps that are not an integer of at least 1
 */
export const linearDecay = (ascent: Ascent, steps: number): Ascent => {
  checkNumber('the number of steps', steps, { min: 1, integer: true });
  return {
    start: (points) => ascent.start(points),
    step: (gradient, state, count) => {
      const { change, state: next } = ascent.step(gradient, state, count);
      return { change: tf.mul(change, Math.max(0, 1 - count / steps)), state: next };
    },
  };
};
