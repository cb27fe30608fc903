import type { Step } from './step.js';

/** Gives values of a chain of steps for one image, computed on demand. */
export type ExactValues = (step: number, index: number) => number;

/**
 * The exact inputs of a chain's steps for one image. From the last weighted sum before a step on, only the
 * requested values are computed; everything before it is run once.
 *
 * @param steps - the chain
 * @param x - its input, in double precision
 * @returns a function that gives one value of a step's input; request values of earlier steps first
 */
export const exactValues = (steps: readonly Step[], x: Float64Array): ExactValues => {
  let reached = 0;
  let values = x;
  const inputOf = (step: number, index: number): number =>
    step === reached ? values[index] : steps[step - 1].at((from) => inputOf(step - 1, from), index);
  return (step, index) => {
    const last = steps.findLastIndex(({ isAffine }, i) => isAffine && i < step);
    while (reached < last) values = steps[reached++].forward(values);
    return inputOf(step, index);
  };
};
