import type { Step } from './step.js';

/**
 * An activation without kinks.
 *
 * @param of - its value
 * @param slopeOf - its slope, given its value
 * @returns the step
 */
const smooth = (of: (x: number) => number, slopeOf: (y: number) => number): Step => {
  let slopes: Float64Array = new Float64Array();
  return {
    forward: (x) => {
      const y = x.map(of);
      slopes = y.map(slopeOf);
      return y;
    },
    backward: (dy) => dy.map((value, i) => value * slopes[i]),
  };
};

/**
 * The logistic function.
 *
 * @returns the step
 */
export const logistic = (): Step =>
  smooth(
    (x) => 1 / (1 + Math.exp(-x)),
    (y) => y * (1 - y),
  );

/**
 * The hyperbolic tangent.
 *
 * @returns the step
 */
export const hyperbolicTangent = (): Step => smooth(Math.tanh, (y) => 1 - y * y);
