import { boolean, checkedBy, choice, InterpError, number, optionsTable, withFunctions } from '@interp/checks';
import { drive, type Classifier, type Decoder, type Density, type DriveOptions } from '@interp/core';
import { checkedClassifier, checkedDecoder, splitDriveOptions } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { multistartAscent, type Prototypes, type PrototypeStep } from './ascent/multistart-ascent.js';
import { checkObjective, objectiveOf, type Objective, type ObjectiveName } from './ascent/objective-function.js';
import { startRules, startsFor } from './ascent/starts.js';
import { checkedExpert } from './checked-expert.js';
import { bestLatents } from './decoder/best-latents.js';
import {
  decoderGradient,
  decoderObjective,
  type DecoderGradient,
  type DecoderStepRecord,
} from './decoder/decoder-objective.js';
import { checkLatents, decodeLatents, startLatents } from './decoder/latents.js';
import { pickRun, type PickOptions } from './decoder/pick-run.js';
import { adam } from './optimizers/adam.js';
import type { AscentOptimizer } from './optimizers/ascent-optimizer.js';

/** Options of {@link decoderPrototypes}. */
export interface DecoderOptions {
  /** The class of each prototype. Default every class once. */
  readonly classes?: readonly number[];
  /** The objective: a name or your own function. Default `log-probability`, whose gradient does not vanish far from the class. */
  readonly objective?: ObjectiveName | Objective;
  /** λ of -λ‖z‖², per squared unit of the latent code. Default 0.001, the thesis'. */
  readonly lambda?: number;
  /** The optimiser. Default {@link adam} with rate 0.1. */
  readonly optimizer?: AscentOptimizer;
  /** The most steps of each run; see `stopAtThreshold`. Default 150. */
  readonly steps?: number;
  /**
   * The initial codes: drawn from N(0, I), or your own, `[k, latentSize]`, one for all classes, one for each class, or
   * several for one class; borrowed. Default `random`.
   */
  readonly start?: 'random' | tf.Tensor2D;
  /** Runs per prototype from different codes. Default 4 from `random`; other starts have one. With a `judge`, more of them give it more to pick from. */
  readonly restarts?: number;
  /**
   * Codes drawn for each prototype, for `start: 'random'`: its runs start at those that are best by what they maximise, at least one each. Default 64, or
   * `restarts` if that is more; with `pick: 'odd'` it is `restarts`, so that none is chosen.
   */
  readonly draws?: number;
  /**
   * The probability to reach. Below it λ and the expert are off. Of all codes of a run, the one with the highest objective
   * at or above the threshold is kept or, if there is none, the one with the highest probability. 0 for the objective
   * alone. Default 0.9995, and 0.999 with `pick: 'odd'`.
   */
  readonly threshold?: number;
  /**
   * Whether a run stops when it reaches the threshold; λ then decides which of the runs is kept. With an optimiser such
   * as {@link adam}, whose steps do not shrink with the gradient, z would go on to 0, where images
   * are blurred. Default true, and false with an expert that has a weight or a threshold of 0.
   */
  readonly stopAtThreshold?: boolean;
  /**
   * Which run of a prototype is kept, of those that reach the threshold. Default `best`: the one with the highest objective; with a
   * `judge`, of those that it recognises with a probability of 0.999, the one that is most typical under the expert, its
   * log-density nearest the median of the runs'. `odd` (thesis, Figure 3.8) is the one to which the judge gives the lowest
   * probability of its class; without a judge the least typical one.
   */
  readonly pick?: 'best' | 'odd';
  /** Another network, trained apart, that looks at the images of the runs when one is picked. Borrowed. Default none. */
  readonly judge?: Classifier;
  /** A density over the decoded images, to pick by or, with weight γ, part of the objective. Borrowed. Default none. */
  readonly expert?: Density;
  /** γ, the weight of the expert's log-density in the objective, at least 0. Default 1, and 0 with `pick: 'odd'` or a judge. */
  readonly gamma?: number;
  /** Seed of the codes. Default 0. */
  readonly seed?: number;
}

/** Checks and defaults of {@link DecoderOptions}. */
export const decoderOptions = optionsTable<DecoderOptions>()({
  classes: startRules.classes,
  objective: checkedBy<ObjectiveName | Objective>(checkObjective, { default: 'log-probability' }),
  lambda: number({ min: 0, default: 0.001 }),
  optimizer: withFunctions(['start', 'step'], { default: adam() }),
  steps: number({ min: 0, integer: true, default: 150 }),
  start: checkedBy<'random' | tf.Tensor2D>(() => undefined, { default: 'random' }),
  restarts: startRules.restarts,
  draws: startRules.restarts,
  threshold: number({ min: 0, max: 1, default: 0.9995 }),
  stopAtThreshold: boolean(),
  pick: choice(['best', 'odd'], { default: 'best' }),
  judge: withFunctions(['logits']),
  expert: withFunctions(['logDensity', 'gradLogDensity']),
  gamma: number({ min: 0 }),
  seed: startRules.seed,
});

/** Result of {@link decoderPrototypes}. */
export interface DecoderPrototypes extends Prototypes<DecoderStepRecord> {
  /** The latent codes of the images, `[n, latentSize]`; they belong to the caller. */
  readonly latents: tf.Tensor2D;
}

const refuse = (code: 'bad-option' | 'bad-shape' | 'bad-value', message: string): never => {
  throw new InterpError(code, message);
};

/** Checks that the decoder's images fit the classifier. */
const checkFit = (classifier: Classifier, decoder: Decoder): void => {
  const shapes = [decoder.outputShape, classifier.inputShape].map((shape) => `[${shape.join(', ')}]`);
  if (shapes[0] !== shapes[1])
    refuse(
      'bad-shape',
      `the decoder makes images of shape ${shapes[0]} and the classifier takes ${shapes[1]}; expected the same`,
    );
  const bounds = [decoder.bounds, classifier.bounds].map((range) => `[${range.join(', ')}]`);
  // Where the classifier has no bound, any fits; another bound means other units.
  if (classifier.bounds.some((bound, i) => Number.isFinite(bound) && bound !== decoder.bounds[i]))
    refuse(
      'bad-value',
      `the decoder's values are in ${bounds[0]} and the classifier takes ${bounds[1]}; expected the same; rescale what one of them gives or takes`,
    );
};

/** A judge whose answers are checked, of the same images and classes as the classifier. */
const checkedJudge = (classifier: Classifier, judge: Classifier): Classifier => {
  const checked = checkedClassifier(judge);
  const [ours, theirs] = [classifier, checked].map(
    ({ inputShape, classes }) => `[${inputShape.join(', ')}] to ${classes} classes`,
  );
  return ours === theirs
    ? checked
    : refuse('bad-shape', `the judge takes ${theirs} and the classifier ${ours}; expected a judge of the same`);
};

/** How a run is picked, unless it is by its objective alone. */
const pickOf = (decoder: Decoder, settings: PickOptions) =>
  settings.pick === 'odd' || settings.judge ? pickRun(decoder, settings) : undefined;

/** Checks options against each other, the classifier and the decoder, and fills in all defaults. */
const completeOptions = (classifier: Classifier, decoder: Decoder, options: DecoderOptions) => {
  const settings = decoderOptions.withDefaults(options);
  const { start, pick, expert, judge } = settings;
  const { restarts = start === 'random' ? 4 : 1 } = settings;
  const { draws = start === 'random' && pick !== 'odd' ? Math.max(64, restarts) : restarts } = settings;
  const threshold = options.threshold ?? (pick === 'odd' ? 0.999 : settings.threshold);
  const { gamma = pick === 'odd' || judge !== undefined || expert === undefined ? 0 : 1 } = settings;
  const { stopAtThreshold = threshold > 0 && gamma === 0 } = settings;
  checkFit(classifier, decoder);
  if (start !== 'random') checkLatents(decoder, start);
  const starts = startsFor(classifier, { ...settings, restarts });
  if (draws < restarts || (draws > restarts && start !== 'random'))
    refuse(
      'bad-option',
      `draws is ${draws} and there are ${restarts} restarts; expected at least as many draws, and from codes of your own no more`,
    );
  if (pick === 'odd' && !expert && !judge)
    refuse('bad-option', "pick is 'odd' and there is nobody to say what is odd; expected a judge or an expert");
  if (pick === 'odd' && restarts < 2)
    refuse(
      'bad-option',
      "pick is 'odd' and there is one run of each prototype; expected several restarts from random codes",
    );
  if (settings.gamma !== undefined && !expert)
    refuse('bad-option', 'gamma weighs an expert and there is none; give a density as expert or leave gamma out');
  const { classes, threshold: reached = threshold, stopAtThreshold: stops = stopAtThreshold } = starts;
  const density = expert && { expert: checkedExpert(classifier, expert) };
  const other = judge && { judge: checkedJudge(classifier, judge) };
  return {
    ...settings,
    ...density,
    ...other,
    classes,
    restarts,
    draws,
    threshold: reached,
    gamma,
    stopAtThreshold: stops,
  };
};

/**
 * {@link decoderPrototypes} as a generator of steps, for `drive` or a loop of your own.
 *
 * @param classifier - any classifier
 * @param decoder - any decoder that makes its inputs
 * @param options - what to make, and how
 * @returns a generator: after the start and after each step it yields the best of each prototype so far; `next(true)` stops it
 * @throws InterpError as {@link decoderPrototypes} does, at the first step
 */
export async function* decoderPrototypeSteps(
  classifier: Classifier,
  decoder: Decoder,
  options: DecoderOptions = {},
): AsyncGenerator<PrototypeStep<DecoderStepRecord>, DecoderPrototypes, boolean> {
  const [net, generator] = [checkedClassifier(classifier), checkedDecoder(decoder)];
  const settings = completeOptions(net, generator, options);
  const objective = objectiveOf(settings.objective, net);
  const codes = startLatents(net, generator, { ...settings, restarts: settings.draws });
  let runs: Prototypes<DecoderStepRecord>;
  try {
    let gradient!: DecoderGradient;
    tf.tidy(() => {
      const some = tf.slice2d(codes, [0, 0], [settings.classes.length * settings.restarts, -1]);
      decodeLatents(generator, some);
      gradient = decoderGradient(generator, some);
    });
    const objectiveFor = (targets: readonly number[]) =>
      decoderObjective(net, gradient, { ...settings, objective, targets });
    runs = yield* multistartAscent(() => bestLatents(codes, objectiveFor, settings), objectiveFor, {
      ...settings,
      bounds: [-Infinity, Infinity],
      pick: pickOf(generator, settings),
    });
  } finally {
    codes.dispose();
  }
  const latents = runs.images as tf.Tensor2D;
  try {
    return { ...runs, images: decodeLatents(generator, latents), latents };
  } catch (error) {
    latents.dispose();
    throw error;
  }
}

/**
 * Prototypes among the images of a decoder: activation maximisation with a decoder, gradient ascent on
 * P(c|G(z)) - λ‖z‖² over latent codes from N(0, I) (the thesis' equation (2.5) and Figure 3.7; Dosovitskiy & Brox 2016, Nguyen et al. 2016). It starts at the best of many codes, since an
 * ascent seldom leaves the kind of image that it starts at. All classes and restarts are computed in one batch, and one of the restarts is kept: the best, also by the opinion of a judge, or the odd one (Figure 3.8). With an expert that has a weight it is ascent on
 * log P(c|G(z)) + γ log p*(G(z)) - λ‖z‖² (Nguyen et al. 2017).
 *
 * The gradient is computed layer by layer if the decoder has a supported `network`, else by TensorFlow.js' tape.
 *
 * @param classifier - any classifier
 * @param decoder - any decoder whose images fit it, such as the generator of a GAN; borrowed
 * @param options - classes, objective, restarts, expert, and `onStep` and `signal` of `drive`
 * @returns images, their latent codes, and a record of each; after an abort, the best so far
 * @throws InterpError `bad-option`, `bad-class` for options, `bad-shape` and `bad-value` for a decoder or codes that do not fit,
 *   `not-finite` for a NaN during the computation
 *
 * @example
 * ```ts
 * import { decoderPrototypes } from '@interp/am';
 * import { classifier, networkOf, type Decoder } from '@interp/core';
 * import * as tf from '@tensorflow/tfjs-core';
 * import { layers, sequential } from '@tensorflow/tfjs-layers';
 *
 * const generator = sequential({ layers: [layers.dense({ units: 4, inputShape: [2], activation: 'tanh' })] });
 * const decoder: Decoder = {
 *   latentSize: 2,
 *   outputShape: [4],
 *   bounds: [-1, 1],
 *   network: networkOf(generator),
 *   decode: (z) => generator.apply(z) as tf.Tensor,
 * };
 * const model = sequential({ layers: [layers.dense({ units: 3, inputShape: [4] })] });
 * const { images, latents, items } = await decoderPrototypes(classifier(model), decoder, { classes: [0, 2] });
 * console.log(items.map(({ probability, squaredNorm }) => ({ probability, squaredNorm })));
 * tf.dispose([images, latents]);
 * ```
 */
export const decoderPrototypes = async (
  classifier: Classifier,
  decoder: Decoder,
  options: DecoderOptions & DriveOptions<PrototypeStep<DecoderStepRecord>> = {},
): Promise<DecoderPrototypes> => {
  const [own, driving] = splitDriveOptions(options);
  const { steps } = decoderOptions.withDefaults(own);
  return drive(decoderPrototypeSteps(classifier, decoder, own), { ...driving, total: driving.total ?? steps + 1 });
};
