import { InterpError } from '@interp/checks';
import { explainedImages, explanationOf, overChannels, type ExplanationOptions } from '@interp/lrp';
import { without } from '../without.js';
import { floatsOf, integersOf, numberOfClass, rowOf } from './rows.js';
import type { TaskKind } from './task.js';

/** How images are explained, as plain data: the method, its rules and options, and classes by number or name. */
export interface ExplainTaskOptions extends Omit<Partial<ExplanationOptions>, 'target' | 'versus' | 'batchSize'> {
  /** The explained class. Default the predicted one. */
  readonly target?: number | string;
  /** A class to tell it from. Default none. */
  readonly versus?: number | string;
}

/** Methods that go through the network many times for an image, which get fewer images at once. */
const slow: readonly string[] = ['integrated-gradients', 'smoothgrad', 'occlusion'];

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
    const { inputShape, settings } = classifier;
    const explain = methodOf(options, seed);
    return {
      batchSize: slow.includes(method) ? 10 : 100,
      workOn: (images) => (batch, from) => {
        const found = explain(classifier, batch);
        const rows = explainedImages(found).map((image, i) => ({
          ...rowOf(images, from + i),
          name: settings.labels?.[image.class],
          versus,
          ...without(image, 'ledger'),
        }));
        const relevance = overChannels(found.relevance, inputShape);
        found.relevance.dispose();
        return { rows, values: { relevance } };
      },
      tensors: ({ size, pixels }, rows, { relevance }) => [
        floatsOf('images', size, inputShape, pixels(0, size)),
        floatsOf('relevance', size, inputShape, relevance),
        integersOf(
          'targets',
          rows.map((row) => Number(row.class)),
        ),
      ],
    };
  },
};
