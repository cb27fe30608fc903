import {
  checkedBy,
  checkFields,
  checkFunctions,
  checkList,
  choice,
  InterpError,
  number,
  optionsTable,
} from '@interp/checks';
import { drive, type Density, type DriveOptions, type LabelledImages } from '@interp/core';
import { checkedImages, mean, range, splitDriveOptions } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { diagonalGaussian, principalComponents, type NormalisedDensity } from './density/gaussian-baselines.js';
import { independentBernoulli } from './density/independent-bernoulli.js';
import { logDensity } from './energy.js';
import { aisOptions, type AisOptions } from './partition/ais.js';
import { logPartitionSteps, type LogPartition, type LogPartitionStep } from './partition/log-partition.js';
import type { Rbm } from './rbm.js';

/** Options of {@link evaluateRbm}. */
export interface EvaluateRbmOptions extends AisOptions {
  /** How log Z is computed, as in {@link logPartition}; `none` leaves it out, and log-likelihoods with it. Default `auto`. */
  readonly method?: 'auto' | 'exact' | 'ais' | 'none';
  /** The number of images, from the first. Default all. */
  readonly limit?: number;
  /**
   * Training images for baseline densities: independent pixels and, for Gaussian units, as many
   * principal components as hidden units. Borrowed. Default none.
   */
  readonly baselines?: LabelledImages;
}

/** Checks and defaults of {@link EvaluateRbmOptions}. */
export const evaluateRbmOptions = optionsTable<EvaluateRbmOptions>()({
  ...aisOptions.rules,
  method: choice(['auto', 'exact', 'ais', 'none'], { default: 'auto' }),
  limit: number({ min: 1, integer: true }),
  baselines: checkedBy((name, value) => checkFunctions(name, value, ['images'])),
});

/** The log-densities of uniform images. */
export interface UniformLevels {
  /** Black, all background: -1 (0 for binary units). */
  readonly black: number;
  /** Grey: 0 (0.5 for binary units). */
  readonly grey: number;
  /** White, all stroke: 1. */
  readonly white: number;
}

/** Log-densities in nats. */
export interface LogDensityLevels extends UniformLevels {
  /** The mean over the images. */
  readonly images: number;
}

/** The evaluation of a baseline density on the same images. */
export interface BaselineEvaluation {
  /** Its name. */
  readonly name: string;
  /** Number of its free parameters. */
  readonly parameters: number;
  /** Log-likelihood of each image, in nats; fewer than the RBM's where the evaluation was stopped. */
  readonly logLikelihoods: Float32Array;
  /** Log-likelihoods in nats. */
  readonly logLikelihood: LogDensityLevels;
}

/** Compares the likeliest uniform image with the images. */
export interface BlankLead {
  /** The likeliest uniform image. */
  readonly image: keyof UniformLevels;
  /** Its log-density minus the mean of the images, in nats. */
  readonly lead: number;
  /** The fraction of the images with a lower log-density. */
  readonly above: number;
}

/** Result of {@link evaluateRbm}. */
export interface RbmEvaluation {
  /** Unnormalised log-density log p* of each image, in nats; fewer than asked for where the evaluation was stopped. */
  readonly logDensities: Float32Array;
  /** Unnormalised log-densities in nats. */
  readonly logDensity: LogDensityLevels;
  /** How a blank image compares with them. */
  readonly blank: BlankLead;
  /** log Z, where it was asked for. */
  readonly partition?: LogPartition;
  /** Log-likelihoods in nats, log p* - log Z, where log Z was asked for. */
  readonly logLikelihood?: LogDensityLevels;
  /** Simpler densities of the same images, where they were asked for. */
  readonly baselines: readonly BaselineEvaluation[];
}

/** Progress of an evaluation. */
export interface EvaluateRbmStep extends Omit<LogPartitionStep, 'phase'> {
  /** A phase of log Z, the log-densities of the images, fitting the baselines, or their log-likelihoods. */
  readonly phase: LogPartitionStep['phase'] | 'images' | 'fitting' | 'baseline';
  /** Which baseline. */
  readonly name?: string;
}

const batch = 500;

/** Computes log-densities of the first n images in parts; yields how many are done, and returns those so far if stopped. */
async function* scoreSteps(
  data: LabelledImages,
  n: number,
  { logDensity: score }: Pick<Density, 'logDensity'>,
): AsyncGenerator<number, Float32Array, boolean> {
  const values = new Float32Array(n);
  for (let from = 0; from < n; from += batch) {
    const to = Math.min(from + batch, n);
    const scores = tf.tidy(() => score(data.images(range(from, to))));
    values.set(await scores.data<'float32'>(), from);
    scores.dispose();
    if (yield to) return values.subarray(0, to);
  }
  return values;
}

const levelsOf = (
  { inputShape, variant }: Rbm,
  { logDensity: score }: Pick<Density, 'logDensity'>,
  values: Float32Array,
): LogDensityLevels => {
  const [black, grey, white] = tf.tidy(() => {
    const greys = variant.continuous ? [-1, 0, 1] : [0, 0.5, 1];
    return score(tf.stack(greys.map((value) => tf.fill([...inputShape], value)))).dataSync<'float32'>();
  });
  return { images: mean(values), black, grey, white };
};

/**
 * How the likeliest of the uniform images compares with images.
 *
 * @param values - log-densities of the images, in nats
 * @param levels - their mean, and log-densities of the uniform images
 * @returns the comparison
 */
export const blankLead = (values: Float32Array, levels: LogDensityLevels): BlankLead => {
  checkList('values', values, { numbers: true });
  checkFields('the levels', levels, { black: 'number', grey: 'number', white: 'number' });
  const image = (['black', 'grey', 'white'] as const).reduce((best, one) => (levels[one] > levels[best] ? one : best));
  const above = values.filter((value) => value < levels[image]).length / values.length;
  return { image, lead: levels[image] - levels.images, above };
};

const fitBaselines = async (
  { variant, hidden, visible }: Rbm,
  data: LabelledImages,
): Promise<readonly (readonly [name: string, density: NormalisedDensity])[]> => {
  if (!variant.continuous) return [['independent pixels', await independentBernoulli(data)]];
  const components = Math.min(hidden, visible - 1);
  return [
    ['independent pixels', await diagonalGaussian(data)],
    [`principal components, ${components}`, await principalComponents(data, { components })],
  ];
};

/**
 * {@link evaluateRbm} as a generator of steps, for `drive` of `@interp/core` or a loop of your own. Stopped after log Z is known, it
 * returns the evaluation so far.
 *
 * @param model - the RBM; borrowed
 * @param data - images as the RBM takes them, not in the training set; borrowed
 * @param options - how
 * @returns the steps; their result is the evaluation, or undefined if they were stopped before log Z was there
 * @throws InterpError `bad-option` for an option out of range or more than 2^20 states to be enumerated, `bad-shape` or `bad-value` for
 *   images that do not fit
 */
export async function* evaluateRbmSteps(
  model: Rbm,
  data: LabelledImages,
  options?: EvaluateRbmOptions,
): AsyncGenerator<EvaluateRbmStep, RbmEvaluation | undefined, boolean> {
  const { method, limit = Infinity, baselines, ...annealing } = evaluateRbmOptions.withDefaults(options);
  const set = checkedImages('the data', data);
  if (model.inputShape.join() !== set.inputShape.join())
    throw new InterpError(
      'bad-shape',
      `there are ${set.size} images of [${set.inputShape.join(', ')}]; expected some of [${model.inputShape.join(', ')}], as the RBM takes them`,
    );
  const partition = method === 'none' ? undefined : yield* logPartitionSteps(model, { ...annealing, method });
  if (method !== 'none' && !partition) return undefined;
  const own = { logDensity: (v: tf.Tensor) => logDensity(model, v) };
  const steps = Math.min(limit, set.size);
  let stopped = false;
  const score = async function* (
    density: Pick<Density, 'logDensity'>,
    of: number,
    name?: string,
  ): AsyncGenerator<EvaluateRbmStep, Float32Array, boolean> {
    const scoring = scoreSteps(set, of, density);
    let next = await scoring.next(false);
    while (!next.done) {
      stopped = yield {
        phase: name === undefined ? 'images' : 'baseline',
        name,
        step: next.value,
        steps: of,
      };
      next = await scoring.next(stopped);
    }
    return next.value;
  };
  const logDensities = yield* score(own, steps);
  const levels = levelsOf(model, own, logDensities);
  const compared: BaselineEvaluation[] = [];
  if (baselines && !stopped && !(yield { phase: 'fitting', step: 0, steps: 1 })) {
    const densities = await fitBaselines(model, baselines);
    try {
      for (const [name, density] of densities) {
        if (stopped) break;
        const logLikelihoods = yield* score(density, steps, name);
        const { parameters } = density;
        compared.push({ name, parameters, logLikelihoods, logLikelihood: levelsOf(model, density, logLikelihoods) });
      }
    } finally {
      for (const [, density] of densities) density.dispose();
    }
  }
  const { images, black, grey, white } = levels;
  const logZ = partition?.logZ ?? NaN;
  return {
    logDensities,
    logDensity: levels,
    blank: blankLead(logDensities, levels),
    partition,
    logLikelihood: partition && { images: images - logZ, black: black - logZ, grey: grey - logZ, white: white - logZ },
    baselines: compared,
  };
}

/**
 * Evaluates images under an RBM: log p* of each, log Z, log-likelihoods, also of uniform images, which may be likelier
 * than any digit (section 3.2 of the thesis), and baseline densities.
 *
 * @param model - the RBM; borrowed
 * @param data - images as the RBM takes them, not in the training set; borrowed
 * @param options - log Z, limit, baselines, and `onStep` and `signal` of `drive`
 * @returns the evaluation
 * @throws InterpError `bad-option` for an option out of range, more than 2^20 states to be enumerated or where the signal stopped it before
 *   log Z was there; `bad-shape` or `bad-value` for images that do not fit
 *
 * @example
 * ```ts
 * import { startBackend } from '@interp/backend';
 * import { drawnDigits } from '@interp/mnist';
 * import { evaluateRbm, initialRbm } from '@interp/rbm';
 *
 * await startBackend('wasm');
 * const data = drawnDigits({ seed: 1, count: 100 });
 * const model = await initialRbm(data, { hidden: 8 });
 * const { logLikelihood, blank, baselines } = await evaluateRbm(model, data, { baselines: data });
 * console.log(logLikelihood?.images, blank.image, blank.lead, baselines[0].logLikelihood.images);
 * model.dispose();
 * ```
 */
export const evaluateRbm = async (
  model: Rbm,
  data: LabelledImages,
  options: EvaluateRbmOptions & DriveOptions<EvaluateRbmStep> = {},
): Promise<RbmEvaluation> => {
  const [own, driving] = splitDriveOptions(options);
  const evaluation = await drive(evaluateRbmSteps(model, data, own), driving);
  if (!evaluation)
    throw new InterpError('bad-option', 'the evaluation was stopped before log Z was there; run it again');
  return evaluation;
};
