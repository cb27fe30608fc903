import * as am from '@interp/am';
import { namedPrototypeMethodOf } from '@interp/open';
import { UsageError } from '../shell/failure.js';
import { inFlags } from '../shell/flags.js';
import { hiddenClass } from '../shell/hidden-options.js';
import { optionsIn } from '../shell/options-in.js';
import { amSteps, type PrototypeFlags } from './prototype.js';

/** A way to find prototypes. */
export interface PrototypeMethod {
  /** Where it begins by default. */
  readonly init: 'random' | 'blank';
  /** Steps that it takes, where that is known before. */
  readonly steps?: number;
  /** Finds them; with a decoder also their latent codes. */
  readonly find: am.PrototypeMethod;
}

/** Steps by default, where they are known before. */
const usualSteps = { ...am.prototypeMethodDefaults.steps, am: amSteps, background: undefined };

/** The method that the options ask for as plain data. */
export const prototypeData = (options: PrototypeFlags) => {
  const { method, alternate, tv: totalVariation, expert, decoder, judge } = options;
  const isAscent = method === 'am' || (method === 'background' && !!alternate);
  // Of a hidden channel or unit its value alone: its share among the others and its scale mean nothing.
  const isHidden = (isAscent || method === 'decoder') && hiddenClass(options) !== undefined;
  const usual = { ...(isHidden && { objective: 'logit' as const, lambda: 0 }), ...(isAscent && { steps: amSteps }) };
  const given = { ...optionsIn(am.prototypeMethodOptions, { ...options, seed: undefined }), totalVariation };
  return { ...usual, ...given, expert, decoder, judge };
};

/** The method that the options ask for; throws UsageError for an option of another method. */
export const prototypeMethodOf = (options: PrototypeFlags): PrototypeMethod => {
  const { method, init, model, seed } = options;
  const find = inFlags(() => namedPrototypeMethodOf({ ...prototypeData(options), model, seed }));
  if (method === 'decoder' && init !== undefined && init !== 'random')
    throw new UsageError('--init of decoder is random latent codes, no image; leave it out');
  return {
    init: method === 'background' ? 'blank' : 'random',
    steps: usualSteps[method] && (options.steps ?? usualSteps[method]),
    find,
  };
};

/** The options for one of the compared methods: those of all, and those of that one alone. */
export const oneOfCompared = (
  { lambda, gamma, expert, decoder, threshold = 0, restarts = 1, draws, ...others }: PrototypeFlags,
  method: 'am' | 'expert' | 'decoder',
): PrototypeFlags => {
  const options = { ...others, method, restarts };
  if (method === 'expert') return { ...options, gamma, expert };
  return method === 'am' ? { ...options, lambda } : { ...options, lambda, decoder, threshold, draws };
};
