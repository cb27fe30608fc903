import { ais, canEnumerate, exactLogPartition, type Rbm } from '@interp/rbm';
import type { RbmEvaluateOptions } from './options.js';
import { Interrupted, UsageError } from '../../shell/failure.js';
import type { Job } from '../../shell/job.js';

/** One run of annealed importance sampling. */
export interface AisRunReport {
  /** Its estimate, in nats. */
  readonly logZ: number;
  /** Its standard error, in nats. */
  readonly standardError: number;
  /** How many equally weighted chains its weights are worth. */
  readonly effectiveSampleSize: number;
}

/** log Z and how it was got. */
export interface PartitionReport {
  /** log Z in nats. */
  readonly logZ: number;
  /** The least that it may be: the same where it is exact. */
  readonly logZLow: number;
  /** The most that it may be. */
  readonly logZHigh: number;
  /** How it was got. */
  readonly method: 'exact' | 'ais';
  /** The same in words. */
  readonly how: string;
  /** What the estimate rests on. */
  readonly ais?: {
    readonly temperatures: number;
    readonly chains: number;
    readonly forward: AisRunReport;
    readonly reverse: AisRunReport;
    readonly samples: 'exact' | 'given' | 'mixed';
  };
  /** Said where the runs forward and back disagree. */
  readonly warning?: string;
}

/** Units of the side that is enumerated. */
const unitsOf = ({ variant, visible, hidden }: Rbm): number =>
  variant.continuous ? hidden : Math.min(visible, hidden);

const exactly = async (rbm: Rbm, job: Job): Promise<PartitionReport> => {
  const units = unitsOf(rbm);
  const view = job.progress('log Z', 2 ** units);
  const logZ = await exactLogPartition(rbm, { onStep: ({ value }) => view.update(value) }).finally(() => view.stop());
  return { logZ, logZLow: logZ, logZHigh: logZ, method: 'exact', how: `exact, over 2^${units} states` };
};

const estimated = async (rbm: Rbm, options: RbmEvaluateOptions, job: Job): Promise<PartitionReport> => {
  const { steps: temperatures = 3000, chains = 100, seed } = options;
  let view = job.progress('log Z, forward');
  let now = '';
  const result = await ais(rbm, {
    temperatures,
    chains,
    seed,
    signal: job.signal,
    onStep: ({ value: { phase, step, steps } }) => {
      if (phase !== now) {
        view.stop();
        view = job.progress(`log Z, ${phase}`, steps);
        now = phase;
      }
      view.update(step);
    },
  })
    .catch((error: unknown) => {
      throw job.signal.aborted ? new Interrupted('interrupted before log Z was there') : error;
    })
    .finally(() => view.stop());
  const { logZ, low, high, forward, reverse, samples, warning } = result;
  const report = ({ logZ, standardError, effectiveSampleSize }: AisRunReport): AisRunReport => ({
    logZ,
    standardError,
    effectiveSampleSize,
  });
  return {
    logZ,
    logZLow: low,
    logZHigh: high,
    method: 'ais',
    how: `annealed importance sampling, ${temperatures} temperatures, ${chains} chains, worth ${forward.effectiveSampleSize.toFixed(0)} forward and ${reverse.effectiveSampleSize.toFixed(0)} back`,
    ais: { temperatures, chains, forward: report(forward), reverse: report(reverse), samples },
    warning,
  };
};

/**
 * log Z of an RBM: exactly where its states can be enumerated, unless asked for otherwise, else estimated from both sides.
 *
 * @param rbm - the RBM; borrowed
 * @param options - say how
 * @param job - the command at work
 * @returns log Z and how it was got
 * @throws UsageError where the exact one is asked for and there are too many states, or temperatures where nothing is annealed
 */
export const partitionOf = async (rbm: Rbm, options: RbmEvaluateOptions, job: Job): Promise<PartitionReport> => {
  const { method, steps, chains } = options;
  const enumerable = canEnumerate(rbm);
  if (method === 'exact' && !enumerable)
    throw new UsageError(
      `--method is exact and the RBM has 2^${unitsOf(rbm)} states; expected at most 2^20; use --method ais`,
    );
  const exact = method === 'exact' || (method === 'auto' && enumerable);
  if (exact && (steps ?? chains) !== undefined)
    job.note('log Z is exact here: --steps and --chains are not needed; --method ais asks for the estimate');
  return exact ? exactly(rbm, job) : estimated(rbm, options, job);
};
