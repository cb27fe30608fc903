import { checkFields } from '@interp/checks';
import { checkRbm } from './check-rbm.js';
import { blankClaim, type BlankClaim } from './blank-claim.js';
import type { LogDensityLevels, RbmEvaluation } from './evaluate.js';
import { aisOptions, type AisOptions, type LogPartitionEstimate } from './partition/ais.js';
import type { AisEstimate } from './partition/annealing.js';
import { enumeratedUnits } from './partition/enumerate.js';
import type { LogPartition } from './partition/log-partition.js';
import type { Rbm } from './rbm.js';

/** One of both annealing runs. */
export type AisRunSummary = Pick<AisEstimate, 'logZ' | 'standardError' | 'effectiveSampleSize'>;

/** log Z, how it was computed, and how sure that is. */
export interface LogPartitionSummary extends Pick<LogPartition, 'logZ' | 'method'> {
  /** Its lower bound in nats; log Z itself where it is exact. */
  readonly logZLow: number;
  /** Its upper bound in nats. */
  readonly logZHigh: number;
  /** How it was computed, in words. */
  readonly how: string;
  /** The annealing, where it is an estimate. */
  readonly ais?: {
    /** Temperatures from the base rate to the model. */
    readonly temperatures: number;
    /** Chains of each run. */
    readonly chains: number;
    /** From the base rate to the model. */
    readonly forward: AisRunSummary;
    /** From samples of the model to the base rate. */
    readonly reverse: AisRunSummary;
    /** Where those samples came from. */
    readonly samples: LogPartitionEstimate['samples'];
  };
  /** Why the estimate is not to be trusted, where it is not. */
  readonly warning?: string;
}

/** What is to be told of an evaluation, without the numbers of each image: plain data, for a report or a JSON document. */
export interface RbmEvaluationSummary extends Partial<LogPartitionSummary> {
  /** How many images. */
  readonly n: number;
  /** Unnormalised log-densities in nats. */
  readonly logDensity: LogDensityLevels;
  /** Log-likelihoods in nats, where log Z is known. */
  readonly logLikelihood?: LogDensityLevels;
  /** The simpler densities beside. */
  readonly baselines: readonly {
    /** Its name. */
    readonly name: string;
    /** Number of its free parameters. */
    readonly parameters: number;
    /** Log-likelihoods in nats. */
    readonly logLikelihood: LogDensityLevels;
    /** Of how many images. */
    readonly n: number;
  }[];
  /** Whether a blank image is likelier than the images, beside what the thesis says. */
  readonly claim: BlankClaim;
}

const runOf = ({ logZ, standardError, effectiveSampleSize }: AisEstimate): AisRunSummary => ({
  logZ,
  standardError,
  effectiveSampleSize,
});

const partitionOf = (
  model: Rbm,
  { logZ, low: logZLow, high: logZHigh, method, estimate }: LogPartition,
  { temperatures, chains }: Required<Pick<AisOptions, 'temperatures' | 'chains'>>,
): LogPartitionSummary => {
  const found = { logZ, logZLow, logZHigh, method };
  if (!estimate) return { ...found, how: `exact, over 2^${enumeratedUnits(model)} states` };
  const { samples, warning } = estimate;
  const [forward, reverse] = [estimate.forward, estimate.reverse].map(runOf);
  const [there, back] = [forward, reverse].map((run) => run.effectiveSampleSize.toFixed(0));
  return {
    ...found,
    how: `annealed importance sampling, ${temperatures} temperatures, ${chains} chains, worth ${there} forward and ${back} back`,
    ais: { temperatures, chains, forward, reverse, samples },
    warning,
  };
};

/**
 * Sums up an evaluation of an RBM for a report: means over the images, log Z with how it was got, the blank images, the simpler densities.
 *
 * @param model - the RBM; borrowed
 * @param evaluation - what `evaluateRbm` found
 * @param options - the temperatures and chains that `evaluateRbm` was given
 * @returns plain data
 * @throws InterpError `bad-option` for numbers that `evaluateRbm` would refuse
 *
 * @example
 * ```ts
 * import { startBackend } from '@interp/backend';
 * import { drawnDigits } from '@interp/mnist';
 * import { evaluateRbm, evaluationSummary, initialRbm } from '@interp/rbm';
 *
 * await startBackend('wasm');
 * const data = drawnDigits({ seed: 1, count: 100 });
 * const model = await initialRbm(data, { hidden: 8 });
 * const { how, claim } = evaluationSummary(model, await evaluateRbm(model, data));
 * console.log(how, claim.verdict); // exact, over 2^8 states …
 * model.dispose();
 * ```
 */
export const evaluationSummary = (
  model: Rbm,
  evaluation: RbmEvaluation,
  options: Pick<AisOptions, 'temperatures' | 'chains'> = {},
): RbmEvaluationSummary => {
  checkRbm(model);
  checkFields('the evaluation', evaluation, { logDensities: 'list', logDensity: 'object' });
  const { logDensities, logDensity, logLikelihood, partition, baselines, blank } = evaluation;
  const annealing = aisOptions.withDefaults(options);
  return {
    n: logDensities.length,
    ...(partition && partitionOf(model, partition, annealing)),
    logDensity,
    logLikelihood,
    baselines: baselines.map(({ name, parameters, logLikelihood: levels, logLikelihoods }) => ({
      name,
      parameters,
      logLikelihood: levels,
      n: logLikelihoods.length,
    })),
    claim: blankClaim(model, blank),
  };
};
