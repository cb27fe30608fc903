import {
  adam,
  backgroundAddition,
  decoderOptions,
  decoderPrototypes,
  expertOptions,
  expertPrototypes,
  linearDecay,
  momentum,
  plain,
  prototypes,
  type Ascent,
  type DecoderPrototypes,
  type PrototypeOptions as AmOptions,
  type Prototypes,
  type PrototypeStep,
  type Start,
} from '@interp/am';
import type { Classifier, Density, DriveOptions } from '@interp/core';
import { density } from '@interp/rbm';
import { withDecoder } from '../../models/decoder.js';
import { withRbm } from '../../models/rbm.js';
import { UsageError } from '../../shell/failure.js';
import { amSteps, defaultDecoder, defaultExpert, type PrototypeOptions } from './options.js';

/** What a method is given besides the options. */
export interface PrototypeTask extends Pick<DriveOptions<PrototypeStep>, 'onStep' | 'signal'> {
  /** What the prototypes are of. */
  readonly classifier: Classifier;
  /** The class of each. */
  readonly classes: readonly number[];
  /** Where to begin. */
  readonly start: Start;
}

/** What a method finds; with a decoder also the latent codes. */
export type FoundPrototypes = Prototypes & Partial<Pick<DecoderPrototypes, 'latents'>>;

/** A way to find prototypes. */
export interface PrototypeMethod {
  /** The options that it takes of those that not all take. */
  readonly takes: readonly (keyof PrototypeOptions)[];
  /** Where it begins by default. */
  readonly init: 'random' | 'blank';
  /** Steps that it takes by default, where that is known before. */
  readonly steps?: number;
  /** Finds them. */
  readonly find: (task: PrototypeTask, options: PrototypeOptions) => Promise<FoundPrototypes>;
}

/** What the names of ascents stand for. */
const ascents: Readonly<
  Record<NonNullable<PrototypeOptions['ascent']>, (options: { readonly rate?: number }) => Ascent>
> = { adam, momentum, plain };

/** Options of activation maximisation, also where it takes turns with background addition. */
const amOptions = (options: PrototypeOptions): AmOptions => {
  const { ascent = 'adam', rate, steps = amSteps, objective, lambda, tv: totalVariation, jitter } = options;
  return { steps, ascent: ascents[ascent]({ rate }), objective, lambda, totalVariation, jitter };
};

const expertAscent = ({
  ascent = 'adam',
  rate,
  steps = expertOptions.defaults.steps,
}: PrototypeOptions): Ascent | undefined => {
  if (rate === undefined && ascent === 'adam') return undefined;
  return linearDecay(ascent === 'adam' ? adam({ rate, beta2: 0.99 }) : ascents[ascent]({ rate }), Math.max(1, steps));
};

/** The expert that an ascent through a decoder is to have, or needs to find what is odd. */
const withOptionalExpert = <Value>(
  { expert, gamma, pick }: PrototypeOptions,
  work: (expert: Density | undefined) => Promise<Value>,
): Promise<Value> =>
  expert === undefined && gamma === undefined && pick !== 'odd'
    ? work(undefined)
    : withRbm(expert ?? defaultExpert, (model) => work(density(model)));

const ascending = ['objective', 'lambda', 'ascent', 'rate', 'steps', 'tv', 'jitter'] as const;

/** What the names on the command line stand for. */
const methods: Readonly<Record<PrototypeOptions['method'], PrototypeMethod>> = {
  am: {
    takes: [...ascending, 'restarts'],
    init: 'random',
    steps: amSteps,
    find: ({ classifier, ...task }, options) => {
      const { restarts, seed } = options;
      return prototypes(classifier, { ...amOptions(options), ...task, seed, restarts });
    },
  },
  background: {
    takes: [...ascending, 'side', 'background', 'order', 'passes', 'alternate'],
    init: 'blank',
    find: ({ classifier, start, ...task }, options) => {
      const { side, background, order, passes, alternate, seed } = options;
      const own = { side, background, order, passes, alternate, seed, ascent: amOptions(options) };
      return backgroundAddition(classifier, start, { ...own, ...task });
    },
  },
  expert: {
    takes: ['gamma', 'expert', 'ascent', 'rate', 'steps', 'restarts'],
    init: 'random',
    steps: expertOptions.defaults.steps,
    find: ({ classifier, ...task }, options) => {
      const { expert = defaultExpert, gamma, restarts, steps, seed } = options;
      const own = { gamma, restarts, steps, seed, ascent: expertAscent(options) };
      return withRbm(expert, (model) => expertPrototypes(classifier, density(model), { ...own, ...task }));
    },
  },
  decoder: {
    takes: ['objective', 'lambda', 'ascent', 'rate', 'steps', 'restarts', 'gamma', 'expert', 'decoder', 'threshold'],
    init: 'random',
    steps: decoderOptions.defaults.steps,
    find: ({ classifier, classes, onStep, signal }, options) => {
      const { decoder = defaultDecoder, ascent = 'adam', rate, steps } = options;
      const { objective, lambda, gamma, restarts, pick, threshold, seed } = options;
      const own = { objective, lambda, gamma, restarts, pick, threshold, seed, steps };
      return withDecoder(decoder, (generator) =>
        withOptionalExpert(options, (expert) =>
          decoderPrototypes(classifier, generator, {
            ...own,
            ascent: ascents[ascent]({ rate }),
            expert,
            classes,
            onStep,
            signal,
          }),
        ),
      );
    },
  },
};

/**
 * The method that the options ask for.
 *
 * @throws UsageError for an option of another method
 */
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
