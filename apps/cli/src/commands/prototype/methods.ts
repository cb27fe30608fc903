import * as am from '@interp/am';
import type { Classifier } from '@interp/core';
import { openDecoder, openRbm } from '@interp/open';
import { density } from '@interp/rbm';
import { withOpened } from '../../models/open.js';
import { UsageError } from '../../shell/failure.js';
import { inFlags } from '../../shell/flags.js';
import { hiddenClass } from '../../shell/hidden-options.js';
import type { Job } from '../../shell/job.js';
import { optionsIn } from '../../shell/options-in.js';
import { withPickers } from './judges.js';
import { amSteps, defaultDecoder, defaultExpert, type PrototypeOptions } from './options.js';

/** A way to find prototypes. */
export interface PrototypeMethod {
  /** Where it begins by default. */
  readonly init: 'random' | 'blank';
  /** Steps that it takes, where that is known before. */
  readonly steps?: number;
  /** Finds them, with what it opens for that; with a decoder also their latent codes. */
  readonly find: (
    classifier: Classifier,
    task: am.PrototypeTask,
    job: Pick<Job, 'signal' | 'withClassifier'>,
  ) => ReturnType<am.PrototypeMethod>;
}

/** Steps by default, where they are known before. */
const usualSteps = {
  am: amSteps,
  background: undefined,
  expert: am.expertOptions.defaults.steps,
  decoder: am.decoderOptions.defaults.steps,
};

/** The method that the options ask for; throws UsageError for an option of another method. */
export const prototypeMethodOf = (options: PrototypeOptions): PrototypeMethod => {
  const {
    method,
    pick,
    init,
    alternate,
    tv: totalVariation,
    expert = defaultExpert,
    decoder = defaultDecoder,
  } = options;
  const isAscent = method === 'am' || (method === 'background' && !!alternate);
  // Of a hidden channel or unit its value alone: its share among the others and its scale mean nothing.
  const isHidden = (isAscent || method === 'decoder') && hiddenClass(options) !== undefined;
  const usual = { ...(isHidden && { objective: 'logit' as const, lambda: 0 }), ...(isAscent && { steps: amSteps }) };
  const given = { ...optionsIn(am.prototypeMethodOptions, options), totalVariation };
  const own = { ...usual, ...given, pick: method === 'decoder' ? pick : undefined };
  const find = inFlags(() => am.prototypeMethodOf(own));
  const takers = { expert: ['expert', 'decoder'], decoder: ['decoder'] };
  for (const name of ['expert', 'decoder'] as const)
    if (options[name] !== undefined && !takers[name].some((taker) => taker === method))
      throw new UsageError(`--${name} means nothing to ${method}; leave it out`);
  if (pick === 'odd' && method !== 'decoder')
    throw new UsageError(`--pick odd means nothing to ${method}; leave it out or take --method decoder`);
  if (method === 'decoder' && init !== undefined && init !== 'random')
    throw new UsageError('--init of decoder is random latent codes, no image; leave it out');
  return {
    init: method === 'background' ? 'blank' : 'random',
    steps: usualSteps[method] && (options.steps ?? usualSteps[method]),
    find: (classifier, task, job) => {
      if (method === 'expert')
        return withOpened(openRbm(expert, { signal: job.signal }), (rbm) =>
          find(classifier, { ...task, expert: density(rbm) }),
        );
      if (method !== 'decoder') return find(classifier, task);
      return withOpened(openDecoder(decoder), (generator) =>
        withPickers(classifier, options, job, (pickers) =>
          find(classifier, { ...task, ...pickers, decoder: generator }),
        ),
      );
    },
  };
};
