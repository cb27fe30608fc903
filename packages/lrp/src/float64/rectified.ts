import type { Step } from './step.js';

/**
 * ReLU; its slope at 0 is 0.
 *
 * @returns the step
 */
export const rectified = (): Step => {
  let seen: Float64Array = new Float64Array();
  return {
    forward: (x) => {
      seen = x;
      return x.map((value) => Math.max(0, value));
    },
    backward: (dy) => dy.map((value, i) => (seen[i] > 0 ? value : 0)),
    toKink: (x) => {
      let least = Infinity;
      for (let i = 0; i < x.length; i++) {
        const distance = Math.abs(x[i]);
        if (distance < least && distance > 0) least = distance;
      }
      return least;
    },
  };
};
