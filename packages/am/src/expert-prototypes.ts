import { number, optionsTable, withFunctions } from '@interp/checks';
import { drive, type Classifier, type Density, type DriveOptions } from '@interp/core';
import { checkedClassifier, splitDriveOptions } from '@interp/core/internal';
import { scoreStart, scoreValues } from '@interp/targets';
import * as tf from '@tensorflow/tfjs-core';
import { multistartAscent, type Prototypes, type PrototypeStep } from './ascent/multistart-ascent.js';
import type { ObjectiveFunction, StepRecord } from './ascent/objective-function.js';
import { startImages, startRules, startsFor, type StartOptions } from './ascent/starts.js';
import { checkedExpert } from './checked-expert.js';
import { adam } from './optimizers/adam.js';
import type { AscentOptimizer } from './optimizers/ascent-optimizer.js';
import { linearDecay } from './optimizers/linear-decay.js';

/** Options of {@link expertPrototypes}. The result depends on `start` (thesis 3.2). */
export interface ExpertOptions extends StartOptions {
  /** Runs per prototype from different noise, of which the best is kept; for `start: 'random'`. Default 1. */
  readonly restarts?: number;
  /** γ, the weight of the expert's log-density beside log P(c|x), at least 0. Default 1, the thesis'. */
  readonly gamma?: number;
  /** The optimiser. Default {@link adam} with rate 0.05 and β₂ = 0.99, with {@link linearDecay} over all steps. */
  readonly optimizer?: AscentOptimizer;
  /** Steps of each run. Default 300. */
  readonly steps?: number;
}

/** Checks and defaults of {@link ExpertOptions}. */
export const expertOptions = optionsTable<ExpertOptions>()({
  ...startRules,
  restarts: number({ min: 1, max: 1e6, integer: true, default: 1 }),
  gamma: number({ min: 0, default: 1 }),
  optimizer: withFunctions(['start', 'step']),
  steps: number({ min: 0, integer: true, default: 300 }),
});

/** The record of one image in an ascent with an expert; the `objective` is log P(c|x) + γ log p*(x). */
export interface ExpertStepRecord extends StepRecord {
  /** log P(c|x), the classifier's term of the objective, in nats. */
  readonly logProbability: number;
  /** log p*(x), the expert's log-density, in nats, up to a constant; its term of the objective is γ times this. */
  readonly logDensity: number;
}

/**
 * log P(c|x) + γ log p*(x) of images.
 *
 * @param classifier - gives P(c|x)
 * @param expert - gives log p*(x)
 * @param targets - the wanted class of each run
 * @param gamma - γ
 * @returns the objective function
 */
export const expertObjective =
  (
    classifier: Classifier,
    expert: Density,
    targets: readonly number[],
    gamma: number,
  ): ObjectiveFunction<ExpertStepRecord> =>
  (points, runs) => {
    const target = runs.map((run) => targets[run]);
    const of = { target, probabilities: classifier.probabilities };
    const { logits, gradient } = classifier.gradient(points, scoreStart({ ...of, score: 'log-probability' }));
    const logProbabilities = scoreValues(logits, { ...of, score: 'log-probability' });
    const probabilities = scoreValues(logits, { ...of, score: 'probability' });
    const densities = expert.logDensity(points).dataSync<'float32'>();
    const records = probabilities.map((probability, i) => ({
      probability,
      logProbability: logProbabilities[i],
      logDensity: densities[i],
      objective: logProbabilities[i] + gamma * densities[i],
    }));
    return { records, gradient: tf.add(gradient, tf.mul(expert.gradLogDensity(points), gamma)) };
  };

/**
 * {@link expertPrototypes} as a generator of steps, for `drive` or a loop of your own.
 *
 * @param classifier - any classifier
 * @param expert - any density over its inputs
 * @param options - what to make, and how
 * @returns a generator: after the start and after each step it yields the best of each prototype so far; `next(true)` stops it
 * @throws InterpError as {@link expertPrototypes} does, at the first step
 */
export async function* expertPrototypeSteps(
  classifier: Classifier,
  expert: Density,
  options: ExpertOptions = {},
): AsyncGenerator<PrototypeStep<ExpertStepRecord>, Prototypes<ExpertStepRecord>, boolean> {
  const settings = expertOptions.withDefaults(options);
  const { gamma, steps, optimizer = linearDecay(adam({ rate: 0.05, beta2: 0.99 }), Math.max(1, steps)) } = settings;
  const net = checkedClassifier(classifier);
  const density = checkedExpert(net, expert);
  const starts = startsFor(net, settings);
  return yield* multistartAscent(
    () => startImages(net, starts),
    (targets) => expertObjective(net, density, targets, gamma),
    { ...starts, optimizer, steps, threshold: 0, stopAtThreshold: false },
  );
}

/**
 * Prototypes that are likely under an expert: activation maximisation with an expert, gradient ascent on log
 * P(c|x) + γ log p*(x) for any density known up to a constant factor (the thesis' equation (2.1) and section 3.2; Montavon, Samek & Müller 2018). The
 * image with the highest objective of each run is kept, and the history has the two terms separately. All classes and restarts are computed in
 * one batch.
 *
 * The maximum depends on the start: from noise it may be a likely image of another class (Figure 3.5), from an image
 * of the class it is mostly of that class (Figure 3.6). A smaller γ gives the classifier more weight.
 *
 * @param classifier - any classifier
 * @param expert - any density over its inputs, such as an RBM with Gaussian visible units; borrowed
 * @param options - classes, γ, optimizer, start, and `onStep` and `signal` of `drive`
 * @returns images and a record of each; after an abort, the best so far
 * @throws InterpError `bad-option`, `bad-class`, `bad-shape`, `bad-value` for options, `bad-shape` for an expert over other inputs, `not-finite` for a NaN during the computation
 *
 * @example
 * ```ts
 * import { expertPrototypes } from '@interp/am';
 * import { classifier, type Density } from '@interp/core';
 * import * as tf from '@tensorflow/tfjs-core';
 * import { layers, sequential } from '@tensorflow/tfjs-layers';
 *
 * // Independent normal values of mean 0.5 and standard deviation 0.2.
 * const expert: Density = {
 *   inputShape: [4],
 *   logDensity: (v) => tf.tidy(() => tf.mul(tf.sum(tf.square(tf.sub(v, 0.5)), 1), -0.5 / 0.04)),
 *   gradLogDensity: (v) => tf.tidy(() => tf.div(tf.sub(0.5, v), 0.04)),
 * };
 * const model = sequential({ layers: [layers.dense({ units: 3, inputShape: [4] })] });
 * const { images, items } = await expertPrototypes(classifier(model), expert, { classes: [2], gamma: 0.5 });
 * const [{ logProbability, logDensity }] = items;
 * console.log(logProbability, logDensity);
 * images.dispose();
 * ```
 */
export const expertPrototypes = async (
  classifier: Classifier,
  expert: Density,
  options: ExpertOptions & DriveOptions<PrototypeStep<ExpertStepRecord>> = {},
): Promise<Prototypes<ExpertStepRecord>> => {
  const [own, driving] = splitDriveOptions(options);
  const { steps } = expertOptions.withDefaults(own);
  return drive(expertPrototypeSteps(classifier, expert, own), { ...driving, total: driving.total ?? steps + 1 });
};
