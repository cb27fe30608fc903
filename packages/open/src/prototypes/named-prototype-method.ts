import {
  prototypeMethodOf,
  prototypeMethodOptions,
  type PrototypeMethod,
  type PrototypeMethodOptions,
  type PrototypeTask,
} from '@interp/am';
import { InterpError, optionsTable, text } from '@interp/checks';
import type { Classifier } from '@interp/core';
import { density } from '@interp/rbm';
import { openDecoder } from '../open-decoder.js';
import { openRbm } from '../open-rbm.js';
import { withPickers, type JudgeOptions } from './judges.js';
import { withOpened } from './with-opened.js';

/** A way to find prototypes as plain data, with what it goes by named. */
export interface NamedPrototypeOptions extends PrototypeMethodOptions, Partial<Omit<JudgeOptions, 'signal'>> {
  /** Of `expert`, and of `decoder` what picks or with a weight is maximised: an RBM, as `openRbm` takes it. Default `rbm-8`. */
  readonly expert?: string;
  /** Of `decoder`: the generator, as `openDecoder` takes it. Default `generator`. */
  readonly decoder?: string;
}

/** What is opened where none is named. */
export const namedPrototypeDefaults = { expert: 'rbm-8', decoder: 'generator' } as const;

const namedPrototypeOptions = optionsTable<NamedPrototypeOptions>()({
  ...prototypeMethodOptions.rules,
  expert: text(),
  decoder: text(),
  model: text({ default: '' }),
  judge: text(),
});

/** Which methods take what is named. */
const takers = { expert: ['expert', 'decoder'], decoder: ['decoder'] };

/**
 * A way to find prototypes of plain data, as `prototypeMethodOf` of `@interp/am` makes it, with the expert and the decoder by their names: the method opens them, and
 * the networks that pick among several runs through a decoder, and lets go of them.
 *
 * @param options - the method's name, its options, and what it goes by
 * @returns the method: a function of a classifier, classes and a start; its tensors belong to the caller
 * @throws InterpError `bad-option` as `prototypeMethodOf` does, and for what the method does not go by; the method it returns throws what opening
 *   throws as well
 *
 * @example
 * ```ts
 * import { startBackend } from '@interp/backend';
 * import { namedPrototypeMethodOf, openClassifier } from '@interp/open';
 * import * as tf from '@tensorflow/tfjs-core';
 *
 * await startBackend('wasm');
 * const lenet = await openClassifier('lenet');
 * const find = namedPrototypeMethodOf({ method: 'decoder', decoder: 'generator', restarts: 1, draws: 8, steps: 5 });
 * const { images, latents, items } = await find(lenet, { classes: [3] });
 * console.log(items.length, images.shape); // 1 [ 1, 28, 28, 1 ]
 * tf.dispose([images, latents!]);
 * lenet.dispose();
 * ```
 */
export const namedPrototypeMethodOf = (options: NamedPrototypeOptions): PrototypeMethod => {
  const { expert, decoder, model, judge, ...own } = namedPrototypeOptions.withDefaults(options);
  const { method, pick, gamma, restarts, threshold } = own;
  const find = prototypeMethodOf({ ...own, pick: method === 'decoder' ? pick : undefined });
  for (const name of ['expert', 'decoder'] as const)
    if (options[name] !== undefined && !takers[name].includes(method))
      throw new InterpError('bad-option', `the option ${name} means nothing to ${method}; leave it out`);
  if (pick === 'odd' && method !== 'decoder')
    throw new InterpError(
      'bad-option',
      `{ pick: "odd" } means nothing to ${method}; leave it out or take { method: "decoder" }`,
    );
  const rbmName = expert ?? namedPrototypeDefaults.expert;
  const byExpert = async (classifier: Classifier, task: PrototypeTask) =>
    withOpened(await openRbm(rbmName, { signal: task.signal }), (rbm) =>
      find(classifier, { ...task, expert: density(rbm) }),
    );
  const byDecoder = async (classifier: Classifier, task: PrototypeTask) => {
    const isOfExpert = expert !== undefined || gamma !== undefined;
    const picking = { model, judge, expert: rbmName, byExpert: isOfExpert, pick, restarts, threshold };
    return withOpened(await openDecoder(decoder ?? namedPrototypeDefaults.decoder), (generator) =>
      withPickers(classifier, { ...picking, signal: task.signal }, (pickers) =>
        find(classifier, { ...task, ...pickers, decoder: generator }),
      ),
    );
  };
  const ways = { am: find, background: find, expert: byExpert, decoder: byDecoder };
  return (classifier, task = {}) => ways[method](classifier, task);
};
