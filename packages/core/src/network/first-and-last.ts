import type { Program, Step } from './lower.js';

/** Whether a step is an end of the chain of weighted layers. */
export interface Ends {
  /** No other weighted layer lies between it and the input. */
  readonly isFirst: boolean;
  /** No other weighted layer lies between it and the output. */
  readonly isLast: boolean;
}

/** Dense layers and convolutions: not pooling, nor normalisation. */
const isWeighted = ({ operator }: Step): boolean => operator.kind === 'linear' && operator.withScale !== undefined;

const found = new WeakMap<Program, Map<Step, Ends>>();

const compute = ({ steps, input, output }: Program): Map<Step, Ends> => {
  const weightedBelow = new Set<number>();
  const weightedAbove = new Set<number>();
  const firsts = new Set<Step>();
  for (const step of steps) {
    const below = step.inputs.some((place) => place !== input && weightedBelow.has(place));
    if (isWeighted(step) && !below) firsts.add(step);
    if (below || isWeighted(step)) weightedBelow.add(step.output);
  }
  const ends = new Map<Step, Ends>();
  for (const step of steps.toReversed()) {
    const above = step.output !== output && weightedAbove.has(step.output);
    if (isWeighted(step)) ends.set(step, { isFirst: firsts.has(step), isLast: !above });
    if (above || isWeighted(step)) for (const place of step.inputs) weightedAbove.add(place);
  }
  return ends;
};

/**
 * The first and last weighted layers of a model.
 *
 * @param program - its steps
 * @returns for each dense or convolutional step, whether it is one
 */
export const firstAndLast = (program: Program): Map<Step, Ends> => {
  const ends = found.get(program) ?? compute(program);
  found.set(program, ends);
  return ends;
};
