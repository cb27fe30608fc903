import { choice, InterpError, number, optionsTable, withoutDefaults } from '@interp/checks';
import type { Classifier, Decoder, Density, DriveOptions } from '@interp/core';
import { prototypeOptions, prototypes, type PrototypeOptions } from './activation-maximisation.js';
import type { Prototypes, PrototypeStep } from './ascent/multistart-ascent.js';
import type { ObjectiveName } from './ascent/objective-function.js';
import type { StartOptions } from './ascent/starts.js';
import { backgroundAddition, backgroundOptions, type BackgroundOptions } from './background-addition.js';
import type { PatchOrder } from './background/patches.js';
import {
  decoderOptions,
  decoderPrototypes,
  type DecoderOptions,
  type DecoderPrototypes,
} from './decoder-prototypes.js';
import { expertOptions, expertPrototypes } from './expert-prototypes.js';
import { adam } from './optimizers/adam.js';
import type { AscentOptimizer } from './optimizers/ascent-optimizer.js';
import { linearDecay } from './optimizers/linear-decay.js';
import { momentum } from './optimizers/momentum.js';
import { plain } from './optimizers/plain.js';

/** A way to find prototypes as plain data: names in the place of functions, and the options that are not to have their defaults. */
export interface PrototypeMethodOptions
  extends
    Pick<PrototypeOptions, 'lambda' | 'totalVariation' | 'jitter' | 'steps' | 'restarts' | 'seed'>,
    Pick<BackgroundOptions, 'side' | 'background' | 'passes' | 'alternate'>,
    Pick<DecoderOptions, 'draws' | 'threshold' | 'pick' | 'gamma'> {
  /** Activation maximisation, patches replaced by background, or activation maximisation with an expert or a decoder. */
  readonly method: 'am' | 'background' | 'expert' | 'decoder';
  /** The objective, by its name. Default `log-probability`. */
  readonly objective?: ObjectiveName;
  /** The optimiser of the ascent, by its name. Default `adam`, with an expert as `expertPrototypes` says. */
  readonly optimizer?: 'adam' | 'momentum' | 'plain';
  /** The length of a step. Default that of the optimiser. */
  readonly rate?: number;
  /** Of `background`: the order in which patches are tried. Default `rows`. */
  readonly order?: Extract<PatchOrder, string>;
}

/** What a method is given besides its options. */
export interface PrototypeTask
  extends Pick<StartOptions, 'classes' | 'start'>, DriveOptions<PrototypeStep>, Pick<DecoderOptions, 'judge'> {
  /** The density of `expert`, or of `decoder` what picks by typicality; borrowed. Default none. */
  readonly expert?: Density;
  /** What `decoder` goes through; borrowed. Default none. */
  readonly decoder?: Decoder;
}

/** A way to find prototypes with all its options, as {@link prototypeMethodOf} makes it; its tensors belong to the caller. */
export type PrototypeMethod = (
  classifier: Classifier,
  task?: PrototypeTask,
) => Promise<Prototypes & Partial<Pick<DecoderPrototypes, 'latents'>>>;

const optimizers = { adam, momentum, plain };
const ofAscent = ['objective', 'lambda', 'optimizer', 'rate', 'steps', 'totalVariation', 'jitter'] as const;

/** Which options each method takes. */
const taken: Readonly<Record<PrototypeMethodOptions['method'], readonly (keyof PrototypeMethodOptions)[]>> = {
  am: [...ofAscent, 'restarts', 'seed'],
  background: [...ofAscent, 'side', 'background', 'order', 'passes', 'alternate', 'seed'],
  expert: ['gamma', 'optimizer', 'rate', 'steps', 'restarts', 'seed'],
  decoder: [
    'objective',
    'lambda',
    'optimizer',
    'rate',
    'steps',
    'restarts',
    'draws',
    'gamma',
    'threshold',
    'pick',
    'seed',
  ],
};

const { lambda, totalVariation, jitter, steps, restarts, seed } = prototypeOptions.rules;
const { side, background, passes, alternate } = backgroundOptions.rules;
const { draws, threshold, pick, gamma } = decoderOptions.rules;
const numbers = { lambda, totalVariation, jitter, steps, restarts, seed, side, background, passes, alternate };

/** Checks of {@link PrototypeMethodOptions}; defaults are those of the methods. */
export const prototypeMethodOptions = optionsTable<PrototypeMethodOptions>()({
  ...withoutDefaults({ ...numbers, draws, threshold, pick, gamma }),
  method: choice(['am', 'background', 'expert', 'decoder'], { required: true }),
  objective: choice(['probability', 'log-probability', 'logit']),
  optimizer: choice(['adam', 'momentum', 'plain']),
  rate: number({ above: 0 }),
  order: choice(['rows', 'columns', 'random']),
});

/** What options of {@link PrototypeMethodOptions} are where they are left out, of the methods that take them; steps differ between methods. */
export const prototypeMethodDefaults = {
  objective: prototypeOptions.defaults.objective,
  lambda: prototypeOptions.defaults.lambda,
  totalVariation: prototypeOptions.defaults.totalVariation,
  jitter: prototypeOptions.defaults.jitter,
  side: backgroundOptions.defaults.side,
  order: backgroundOptions.defaults.order,
  gamma: expertOptions.defaults.gamma,
  threshold: decoderOptions.defaults.threshold,
  pick: decoderOptions.defaults.pick,
  steps: {
    am: prototypeOptions.defaults.steps,
    expert: expertOptions.defaults.steps,
    decoder: decoderOptions.defaults.steps,
  },
} as const;

const optimizerOf = ({ optimizer = 'adam', rate }: PrototypeMethodOptions): AscentOptimizer =>
  optimizers[optimizer]({ rate });

/** That of an ascent with an expert, which falls to the end; undefined for its default. */
const expertOptimizer = (options: PrototypeMethodOptions): AscentOptimizer | undefined => {
  const { optimizer = 'adam', rate, steps: all = expertOptions.defaults.steps } = options;
  if (rate === undefined && optimizer === 'adam') return undefined;
  return linearDecay(optimizer === 'adam' ? adam({ rate, beta2: 0.99 }) : optimizerOf(options), Math.max(1, all));
};

/** What a method cannot do without. */
const needed = <Value>(value: Value | undefined, name: string): Value => {
  if (value === undefined)
    throw new InterpError('bad-option', `the method ${name} is given no ${name}; give it one beside the classes`);
  return value;
};

/**
 * A way to find prototypes of plain data, as a form, a file of settings or a job in a queue holds it: what `prototypes(classifier, { steps: 50 })`
 * finds, by `{ method: 'am', steps: 50 }`.
 *
 * @param options - the method's name, and its options
 * @returns the method: a function of a classifier, classes, a start, and the expert or the decoder
 * @throws InterpError `bad-option` for an unknown name, a number out of range, and an option of another method; the method it returns throws what
 *   {@link prototypes}, {@link backgroundAddition}, {@link expertPrototypes} and {@link decoderPrototypes} throw
 *
 * @example
 * ```ts
 * import { prototypeMethodOf } from '@interp/am';
 * import { startBackend } from '@interp/backend';
 * import { classifier } from '@interp/core';
 * import { lenet } from '@interp/lenet';
 *
 * await startBackend('wasm');
 * const find = prototypeMethodOf(JSON.parse('{ "method": "am", "optimizer": "momentum", "rate": 0.1, "steps": 5 }'));
 * const { images, items } = await find(classifier(lenet({ seed: 1 })), { classes: [3] });
 * console.log(items.length, images.shape); // 1 [ 1, 28, 28, 1 ]
 * images.dispose();
 * ```
 */
export const prototypeMethodOf = (options: PrototypeMethodOptions): PrototypeMethod => {
  const given: PrototypeMethodOptions = prototypeMethodOptions.withDefaults(options);
  const { method, objective, lambda, totalVariation, jitter, steps, restarts, seed, ...others } = given;
  const { side, background, order, passes, alternate, draws, threshold, pick, gamma } = others;
  const names = Object.keys(given).filter((name) => name !== 'method') as (keyof PrototypeMethodOptions)[];
  const foreign = names.find((name) => !taken[method].includes(name));
  if (foreign !== undefined)
    throw new InterpError('bad-option', `the option ${foreign} means nothing to ${method}; leave it out`);
  const idle = method === 'background' && !alternate ? ofAscent.find((name) => names.includes(name)) : undefined;
  if (idle !== undefined)
    throw new InterpError(
      'bad-option',
      `the option ${idle} means nothing to background without the option alternate; leave it out or give that too`,
    );
  const ascent = { steps, optimizer: optimizerOf(given), objective, lambda, totalVariation, jitter };
  return (classifier, { classes, start, expert, decoder, judge, ...driving } = {}) => {
    const task = { classes, seed, ...driving };
    switch (method) {
      case 'am':
        return prototypes(classifier, { ...ascent, ...task, start, restarts });
      case 'background':
        return backgroundAddition(classifier, start, { ...task, side, background, order, passes, alternate, ascent });
      case 'expert': {
        const own = { ...task, start, gamma, restarts, steps, optimizer: expertOptimizer(given) };
        return expertPrototypes(classifier, needed(expert, method), own);
      }
      case 'decoder': {
        const runs = { objective, lambda, gamma, threshold, steps, optimizer: ascent.optimizer, restarts, draws, pick };
        const own = { ...task, ...runs, start: start as DecoderOptions['start'], judge, expert };
        return decoderPrototypes(classifier, needed(decoder, method), own);
      }
    }
  };
};
