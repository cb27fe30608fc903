import * as am from '@interp/am';
import type { Classifier, DriveOptions } from '@interp/core';
import { density } from '@interp/rbm';
import { openDecoder, openRbm } from '@interp/open';
import { withOpened } from '../../models/open.js';
import { hiddenClass } from '../../shell/hidden-options.js';
import { UsageError } from '../../shell/failure.js';
import type { Job } from '../../shell/job.js';
import { withPickers } from './judges.js';
import { amSteps, defaultDecoder, defaultExpert, type PrototypeOptions } from './options.js';

/** What a method is given besides the options: classes, where to begin, how to be watched and stopped. */
type Task = Required<Pick<am.StartOptions, 'classes' | 'start'>> &
  Pick<DriveOptions<am.PrototypeStep>, 'onStep' | 'signal'>;

/** A way to find prototypes. */
export interface PrototypeMethod {
  /** The options that it takes of those that not all take. */
  readonly takes: readonly (keyof PrototypeOptions)[];
  /** Where it begins by default. */
  readonly init: 'random' | 'blank';
  /** Steps that it takes by default, where that is known before. */
  readonly steps?: number;
  /** Finds them; with a decoder also their latent codes. */
  readonly find: (
    classifier: Classifier,
    task: Task,
    options: PrototypeOptions,
    job: Pick<Job, 'signal' | 'withClassifier'>,
  ) => Promise<am.Prototypes & Partial<Pick<am.DecoderPrototypes, 'latents'>>>;
}

/** What the names of optimisers stand for. */
const optimizers = { adam: am.adam, momentum: am.momentum, plain: am.plain };

const optimizerOf = ({ optimizer = 'adam', rate }: PrototypeOptions): am.AscentOptimizer =>
  optimizers[optimizer]({ rate });

/** Options with what is usual for a hidden channel or unit: its value alone, whose share among the others and whose scale mean nothing. */
const ascentOf = (options: PrototypeOptions): PrototypeOptions =>
  hiddenClass(options) === undefined ? options : { objective: 'logit', lambda: 0, ...options };

/** Options of activation maximisation, also where it takes turns with background addition. */
const amOptions = (options: PrototypeOptions): am.PrototypeOptions => {
  const { steps = amSteps, objective, lambda, tv: totalVariation, jitter } = ascentOf(options);
  return { steps, optimizer: optimizerOf(options), objective, lambda, totalVariation, jitter };
};

const expertOptimizer = (options: PrototypeOptions): am.AscentOptimizer | undefined => {
  const { optimizer = 'adam', rate, steps = am.expertOptions.defaults.steps } = options;
  if (rate === undefined && optimizer === 'adam') return undefined;
  const ascent = optimizer === 'adam' ? am.adam({ rate, beta2: 0.99 }) : optimizerOf(options);
  return am.linearDecay(ascent, Math.max(1, steps));
};

const ascending = ['objective', 'lambda', 'optimizer', 'rate', 'steps', 'tv', 'jitter'] as const;

/** What the names on the command line stand for. */
const methods: Readonly<Record<PrototypeOptions['method'], PrototypeMethod>> = {
  am: {
    takes: [...ascending, 'restarts'],
    init: 'random',
    steps: amSteps,
    find: (classifier, task, options) => {
      const { restarts, seed } = options;
      return am.prototypes(classifier, { ...amOptions(options), ...task, seed, restarts });
    },
  },
  background: {
    takes: [...ascending, 'side', 'background', 'order', 'passes', 'alternate'],
    init: 'blank',
    find: (classifier, { start, ...task }, options) => {
      const { side, background, order, passes, alternate, seed } = options;
      const own = { side, background, order, passes, alternate, seed, ascent: amOptions(options) };
      return am.backgroundAddition(classifier, start, { ...own, ...task });
    },
  },
  expert: {
    takes: ['gamma', 'expert', 'optimizer', 'rate', 'steps', 'restarts'],
    init: 'random',
    steps: am.expertOptions.defaults.steps,
    find: (classifier, task, options) => {
      const { expert = defaultExpert, gamma, restarts, steps, seed } = options;
      const own = { gamma, restarts, steps, seed, optimizer: expertOptimizer(options) };
      return withOpened(openRbm(expert, task), (model) =>
        am.expertPrototypes(classifier, density(model), { ...own, ...task }),
      );
    },
  },
  decoder: {
    takes: [
      ...(['objective', 'lambda', 'optimizer', 'rate', 'steps', 'restarts', 'draws'] as const),
      ...(['gamma', 'expert', 'decoder', 'threshold'] as const),
    ],
    init: 'random',
    steps: am.decoderOptions.defaults.steps,
    find: (classifier, { classes, onStep, signal }, options, job) => {
      const { objective, lambda, gamma, restarts, draws, pick, threshold, seed, steps } = ascentOf(options);
      const { decoder = defaultDecoder } = options;
      const ascent = {
        objective,
        lambda,
        gamma,
        threshold,
        steps,
        optimizer: optimizerOf(options),
      };
      const own = { ...ascent, restarts, draws, pick, seed };
      return withOpened(openDecoder(decoder), (generator) =>
        withPickers(classifier, options, job, (pickers) =>
          am.decoderPrototypes(classifier, generator, { ...own, ...pickers, classes, onStep, signal }),
        ),
      );
    },
  },
};

/** The method that the options ask for; throws UsageError for an option of another method. */
export const prototypeMethodOf = (options: PrototypeOptions): PrototypeMethod => {
  const { method: name, pick, init, steps } = options;
  const method = methods[name];
  const foreign = Object.values(methods)
    .flatMap(({ takes }) => takes)
    .find((option) => options[option] !== undefined && !method.takes.includes(option));
  if (foreign !== undefined) throw new UsageError(`--${foreign} means nothing to ${name}; leave it out`);
  if (pick === 'odd' && name !== 'decoder')
    throw new UsageError(`--pick odd means nothing to ${name}; leave it out or take --method decoder`);
  if (name === 'decoder' && init !== undefined && init !== 'random')
    throw new UsageError('--init of decoder is random latent codes, no image; leave it out');
  const idle = ascending.find((option) => options[option] !== undefined);
  if (name === 'background' && idle !== undefined && !options.alternate)
    throw new UsageError(`--${idle} means nothing to background without --alternate; leave it out or give that too`);
  return method.steps === undefined ? method : { ...method, steps: steps ?? method.steps };
};
