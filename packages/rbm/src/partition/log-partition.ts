import { choice, InterpError, optionsTable } from '@interp/checks';
import { drive, type DriveOptions } from '@interp/core';
import { splitDriveOptions } from '@interp/core/internal';
import type { Rbm } from '../rbm.js';
import { aisOptions, aisSteps, type AisOptions, type AisStep, type LogPartitionEstimate } from './ais.js';
import { enumeratedUnits, enumerateSteps } from './enumerate.js';
import { canEnumerate } from './exact-log-partition.js';
import { logSumExp } from './log-sum-exp.js';

/** Options of {@link logPartition}. */
export interface LogPartitionOptions extends AisOptions {
  /** `exact` by enumeration, `ais` by annealed importance sampling, `auto` exactly where possible. Default `auto`. */
  readonly method?: 'auto' | 'exact' | 'ais';
}

/** Checks and defaults of {@link LogPartitionOptions}. */
export const logPartitionOptions = optionsTable<LogPartitionOptions>()({
  ...aisOptions.rules,
  method: choice(['auto', 'exact', 'ais'], { default: 'auto' }),
});

/** Progress of the computation of log Z. */
export interface LogPartitionStep extends Omit<AisStep, 'phase'> {
  /** The enumeration of states, or a phase of annealed importance sampling. */
  readonly phase: 'enumeration' | AisStep['phase'];
}

/** log Z and how it was computed. */
export interface LogPartition {
  /** log Z in nats. */
  readonly logZ: number;
  /** Its lower bound, three standard errors below the lower run; log Z itself where it is exact. */
  readonly low: number;
  /** Its upper bound, three standard errors above the higher run; log Z itself where it is exact. */
  readonly high: number;
  /** How it was computed. */
  readonly method: 'exact' | 'ais';
  /** States that were summed over, where it is exact. */
  readonly states?: number;
  /** Both runs, where it is an estimate. */
  readonly estimate?: LogPartitionEstimate;
}

/**
 * {@link logPartition} as a generator of steps, for `drive` of `@interp/core` or a loop of your own.
 *
 * @param model - the RBM; borrowed
 * @param options - how
 * @returns the steps; their result is log Z, or undefined if they were stopped
 * @throws InterpError `bad-option` for an option out of range or more than 2^20 states, `bad-shape` or `bad-value` for samples that do not
 *   fit
 */
export function* logPartitionSteps(
  model: Rbm,
  options?: LogPartitionOptions,
): Generator<LogPartitionStep, LogPartition | undefined, boolean> {
  const { method, ...annealing } = logPartitionOptions.withDefaults(options);
  if (method === 'ais' || (method === 'auto' && !canEnumerate(model))) {
    const estimate = yield* aisSteps(model, annealing);
    return estimate && { logZ: estimate.logZ, low: estimate.low, high: estimate.high, method: 'ais', estimate };
  }
  const steps = 2 ** enumeratedUnits(model);
  const enumeration = enumerateSteps(model);
  let next = enumeration.next(false);
  while (!next.done) next = enumeration.next(yield { phase: 'enumeration', step: next.value, steps });
  if (!next.value) return undefined;
  const logZ = logSumExp(next.value.weights);
  return { logZ, low: logZ, high: logZ, method: 'exact', states: steps };
}

/**
 * Computes log Z of an RBM: exactly if its states can be enumerated, else by annealed importance sampling.
 *
 * @param model - the RBM; borrowed
 * @param options - the method, the options of {@link ais}, and `onStep` and `signal` of `drive`
 * @returns log Z and how it was computed
 * @throws InterpError `bad-option` for an option out of range, more than 2^20 states, or where the signal stopped it; `bad-shape` or
 *   `bad-value` for samples that do not fit
 */
export const logPartition = async (
  model: Rbm,
  options: LogPartitionOptions & DriveOptions<LogPartitionStep> = {},
): Promise<LogPartition> => {
  const [own, driving] = splitDriveOptions(options);
  const result = await drive(logPartitionSteps(model, own), driving);
  if (!result) throw new InterpError('bad-option', 'the computation of log Z was stopped; run it again');
  return result;
};
