import type { Step } from './step.js';

/** Values of a chain of steps for one image, made as they are asked for. */
export type ExactValues = (step: number, place: number) => number;

/**
 * The exact inputs of a chain's steps for one image. Through the last weighted sum before a step, and whatever follows that, only the
 * values asked for are computed; what lies before is run once as a whole.
 *
 * @param steps - the chain
 * @param x - what goes into it, in double precision
 * @returns a function that gives one value of a step's input; later steps are to be asked for after earlier ones
 */
export const exactValues = (steps: readonly Step[], x: Float64Array): ExactValues => {
  let reached = 0;
  let values = x;
  const inputOf = (step: number, place: number): number =>
    step === reached ? values[place] : steps[step - 1].at((from) => inputOf(step - 1, from), place);
  return (step, place) => {
    const last = steps.findLastIndex(({ isAffine }, i) => isAffine && i < step);
    while (reached < last) values = steps[reached++].forward(values);
    return inputOf(step, place);
  };
};
