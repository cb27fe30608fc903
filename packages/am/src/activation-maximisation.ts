import { boolean, checkedBy, InterpError, number, optionsTable, withFunctions } from '@interp/checks';
import { drive, random, type Classifier, type DriveOptions } from '@interp/core';
import { checkedClassifier, splitDriveOptions } from '@interp/core/internal';
import { scoreValues } from '@interp/targets';
import * as tf from '@tensorflow/tfjs-core';
import { multistartAscent, type Prototypes, type PrototypeStep } from './ascent/multistart-ascent.js';
import { checkObjective, objectiveOf, thresholdMask } from './ascent/objective-function.js';
import type { Objective, ObjectiveFunction, ObjectiveName } from './ascent/objective-function.js';
import { startImages, startRules, startsFor, type StartOptions } from './ascent/starts.js';
import { adam } from './optimizers/adam.js';
import type { AscentOptimizer } from './optimizers/ascent-optimizer.js';
import { jitteredGradient } from './regularisers/jitter.js';
import { squaredNorm, squaredNorms, withSquaredNorm } from './regularisers/squared-norm.js';
import { totalVariation } from './regularisers/total-variation.js';

/** Options of {@link prototypes}. */
export interface PrototypeOptions extends StartOptions {
  /** The objective: a name or your own function. Default `log-probability`, whose gradient does not vanish far from the class. */
  readonly objective?: ObjectiveName | Objective;
  /** λ of -λ‖x‖², per squared unit of the input. Default 0.001, the thesis'. */
  readonly lambda?: number;
  /** Weight of minus the total variation, per unit of contrast and pixel of border. Default 0. */
  readonly totalVariation?: number;
  /** The largest random shift of the images, in pixels, at which each step takes the gradient. Default 0. */
  readonly jitter?: number;
  /** The optimiser. Default {@link adam}. */
  readonly optimizer?: AscentOptimizer;
  /** Steps of each run. Default 150. */
  readonly steps?: number;
  /** Runs per prototype from different noise, of which the best is kept; for `start: 'random'`. Default 2; other starts have 1. */
  readonly restarts?: number;
  /**
   * The probability to reach. Below it the regularisers, λ and the total variation, are off. Of all images of a run,
   * the one with the highest objective at or above the threshold is kept or, if there is none, the one with the highest
   * probability. 0 for the objective alone. Default 0.995.
   */
  readonly threshold?: number;
  /** Whether a run stops when it reaches the threshold. Default false. */
  readonly stopAtThreshold?: boolean;
}

/** Checks and defaults of {@link PrototypeOptions}. */
export const prototypeOptions = optionsTable<PrototypeOptions>()({
  ...startRules,
  objective: checkedBy<ObjectiveName | Objective>(checkObjective, { default: 'log-probability' }),
  lambda: number({ min: 0, default: 0.001 }),
  totalVariation: number({ min: 0, default: 0 }),
  jitter: number({ min: 0, integer: true, default: 0 }),
  optimizer: withFunctions(['start', 'step'], { default: adam() }),
  steps: number({ min: 0, integer: true, default: 150 }),
  threshold: number({ min: 0, max: 1, default: 0.995 }),
  stopAtThreshold: boolean({ default: false }),
});

/**
 * The objective function of activation maximisation. Below the threshold the regularisers are off, so that they cannot
 * keep a prototype below it.
 *
 * @param classifier - gives the scores
 * @param targets - the wanted class of each run
 * @param settings - objective, regularisers, threshold
 * @returns the objective function of images `[n, ...inputShape]`
 */
export const classifierObjective = (
  classifier: Classifier,
  targets: readonly number[],
  settings: ReturnType<typeof prototypeOptions.withDefaults>,
): ObjectiveFunction => {
  const { lambda, jitter, threshold } = settings;
  const objective = objectiveOf(settings.objective, classifier);
  const kind = classifier.probabilities;
  const score = kind === 'none' ? 'logit' : 'probability';
  // A logit that is maximised by itself goes on rising where its probability is 1 already.
  const isByLogit = kind === 'sigmoid' && settings.objective === 'logit' && lambda === 0;
  const others = settings.totalVariation > 0 ? totalVariation(settings.totalVariation) : undefined;
  const gradientAt = jitter > 0 ? jitteredGradient(classifier, jitter, random(settings.seed)) : classifier.gradient;
  return (points, runs) => {
    const target = runs.map((run) => targets[run]);
    const { logits, gradient } = gradientAt(points, objective(target));
    const probabilities = scoreValues(logits, { target, score, probabilities: kind });
    const criteria = isByLogit ? scoreValues(logits, { target, score: 'logit', probabilities: kind }) : probabilities;
    logits.dispose();
    const records = squaredNorms(points).map((norm, i) => ({
      probability: probabilities[i],
      objective: criteria[i] - lambda * norm,
    }));
    if (!others) return { records, gradient: withSquaredNorm(gradient, points, { lambda, records, threshold }) };
    const penalty = tf.add(squaredNorm(lambda)(points), others(points));
    return { records, gradient: tf.add(gradient, tf.mul(penalty, thresholdMask(records, threshold, points.rank))) };
  };
};

/**
 * {@link prototypes} as a generator of steps, for `drive` or a loop of your own.
 *
 * @param classifier - any classifier
 * @param options - what to make, and how
 * @returns a generator: after the start and after each step it yields the best of each prototype so far; `next(true)` stops it
 * @throws InterpError as {@link prototypes} does, at the first step
 */
export async function* prototypeSteps(
  classifier: Classifier,
  options: PrototypeOptions = {},
): AsyncGenerator<PrototypeStep, Prototypes, boolean> {
  const settings = prototypeOptions.withDefaults(options);
  const { start, restarts = start === 'random' ? 2 : 1 } = settings;
  const net = checkedClassifier(classifier);
  const starts = { ...settings, ...startsFor(net, { ...settings, restarts }) };
  if ((settings.totalVariation > 0 || settings.jitter > 0) && net.inputShape.length !== 3)
    throw new InterpError(
      'bad-option',
      `total variation and jitter need images of height, width and channels; the inputs have the shape [${net.inputShape.join(', ')}]`,
    );
  return yield* multistartAscent(
    () => startImages(net, starts),
    (targets) => classifierObjective(net, targets, starts),
    starts,
  );
}

/**
 * Prototypes: images with the highest probability of a class, one for each requested class. Activation maximisation, gradient ascent
 * on P(c|x) - λ‖x‖² from noise, grey or images (thesis 2.2.1 and 3.1; Erhan et al. 2009; Simonyan et al. 2014). All classes and
 * restarts are computed in one batch.
 *
 * @param classifier - any classifier
 * @param options - classes, objective, regularisers, optimizer, start, and `onStep` and `signal` of `drive`
 * @returns images and a record of each; after an abort, the best so far
 * @throws InterpError `bad-option`, `bad-class`, `bad-shape`, `bad-value` for options, `not-finite` for a NaN during the computation
 *
 * @example
 * ```ts
 * import { prototypes } from '@interp/am';
 * import { classifier } from '@interp/core';
 * import * as tf from '@tensorflow/tfjs-layers';
 *
 * const model = tf.sequential({ layers: [tf.layers.dense({ units: 3, inputShape: [4] })] });
 * const { images, items } = await prototypes(classifier(model), { classes: [0, 2], steps: 50, seed: 1 });
 * console.log(items.map(({ probability }) => probability));
 * images.dispose();
 * ```
 */
export const prototypes = async (
  classifier: Classifier,
  options: PrototypeOptions & DriveOptions<PrototypeStep> = {},
): Promise<Prototypes> => {
  const [own, driving] = splitDriveOptions(options);
  const { steps } = prototypeOptions.withDefaults(own);
  return drive(prototypeSteps(classifier, own), { ...driving, total: driving.total ?? steps + 1 });
};
