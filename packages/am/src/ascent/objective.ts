import { InterpError, scoreStart } from '@interp/core';
import { checkChoice, shownValue } from '@interp/core/internal';
import type { Tensor2D } from '@tensorflow/tfjs-core';

/**
 * A function of the logits to climb, given by its derivative: for the wanted class of each image of a batch, a function from the
 * logits `[n, classes]`, borrowed, to their derivative `[n, classes]`, which belongs to the caller.
 */
export type Objective = (targets: readonly number[]) => (logits: Tensor2D) => Tensor2D;

/** The objectives that have a name: P(c|x), the thesis'; log P(c|x); and the logit of c. */
export type ObjectiveName = 'probability' | 'log-probability' | 'logit';

const names: readonly ObjectiveName[] = ['probability', 'log-probability', 'logit'];

/**
 * The objective of a name; a function passes through.
 *
 * @param objective - name or function
 * @returns the function
 * @throws InterpError `bad-option` for an unknown name
 */
export const objectiveOf = (objective: ObjectiveName | Objective): Objective => {
  if (typeof objective !== 'function') {
    checkChoice('the objective', objective, names, 'a function');
    return (targets) => scoreStart({ target: targets, score: objective });
  }
  return (targets) => {
    const start: unknown = objective(targets);
    if (typeof start !== 'function')
      throw new InterpError('bad-option', `the objective gives ${shownValue(start)}; expected a function of logits`);
    return start as ReturnType<Objective>;
  };
};
