import { InterpError } from '@interp/checks';
import { explanationOf, slowExplanations, type ExplanationOptions } from '@interp/lrp';
import { explainImages } from '@interp/open';
import { without } from '../without.js';
import { numberOfClass } from './class-number.js';
import type { TaskKind } from './task.js';

/** How images are explained, as plain data: the method, its rules and options, and classes by number or name. */
export interface ExplainTaskOptions extends Omit<Partial<ExplanationOptions>, 'target' | 'versus' | 'batchSize'> {
  /** The explained class. Default the predicted one. */
  readonly target?: number | string;
  /** A class to tell it from. Default none. */
  readonly versus?: number | string;
}

const methodOf = ({ method = 'lrp', target, versus, ...others }: ExplainTaskOptions, seed?: number) => {
  const seeded = method === 'smoothgrad' && seed !== undefined ? { seed, ...others } : others;
  return explanationOf({ method, ...seeded, target, versus } as ExplanationOptions);
};

/** Explaining: a map of each image, as `interp explain` makes it. */
export const explainTask: TaskKind<ExplainTaskOptions> = {
  check: (options) => {
    const { target, versus, ...others } = options;
    for (const [name, value] of Object.entries({ target, versus }))
      if (!['number', 'string', 'undefined'].includes(typeof value))
        throw new InterpError('bad-option', `the option ${name} is no class; expected its number or its name`);
    methodOf(others);
  },
  resolve: ({ target, versus, ...others }, classifier) => ({
    method: 'lrp',
    ...others,
    target: numberOfClass(classifier, target),
    versus: numberOfClass(classifier, versus),
  }),
  make: (options, classifier, seed) => {
    const { method = 'lrp', versus } = options;
    const explain = methodOf(options, seed);
    const batchSize = slowExplanations.includes(method) ? 10 : 100;
    return async (images) => {
      const { rows, tensors } = await explainImages(classifier, images, explain, {
        versus: versus as number | undefined,
        batchSize,
      });
      return { rows: rows.map((row) => without(row, 'ledger')), tensors };
    };
  },
};
