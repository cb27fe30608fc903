import type { Step } from './step.js';

/**
 * An activation without kinks.
 *
 * @param of - its value
 * @returns the step
 */
const smooth = (of: (x: number) => number): Step => ({
  isAffine: false,
  forward: (x) => x.map(of),
  at: (x, index) => of(x(index)),
});

/**
 * The logistic function.
 *
 * @returns the step
 */
export const logistic = (): Step => smooth((x) => 1 / (1 + Math.exp(-x)));

/**
 * The hyperbolic tangent.
 *
 * @returns the step
 */
export const hyperbolicTangent = (): Step => smooth(Math.tanh);
