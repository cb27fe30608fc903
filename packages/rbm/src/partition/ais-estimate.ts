import { logSumExp } from './log-sum-exp.js';

/** What one run of annealed importance sampling says. */
export interface AisEstimate {
  /** Estimate of log Z in nats. */
  readonly logZ: number;
  /** Its standard error in nats, from the spread of the weights; too small where few chains carry all weight. */
  readonly standardError: number;
  /** How many equally weighted chains the weights are worth, 1 to the number of chains. */
  readonly effectiveSampleSize: number;
  /** Each chain's log-weight. */
  readonly logWeights: Float64Array;
}

/**
 * What weights say of log Z.
 *
 * @param logWeights - one per chain
 * @param logBase - log Z of the base rate
 * @param sign - 1 for a run from the base rate to the model, -1 for one back
 * @returns the estimate
 */
export const aisEstimate = (logWeights: Float64Array, logBase: number, sign: 1 | -1): AisEstimate => {
  const n = logWeights.length;
  const logSum = logSumExp(logWeights);
  const logSquares = logSumExp(logWeights.map((w) => 2 * w));
  const effectiveSampleSize = Math.exp(2 * logSum - logSquares);
  return {
    logZ: logBase + sign * (logSum - Math.log(n)),
    standardError: Math.sqrt(Math.max(0, (n / effectiveSampleSize - 1) / (n - 1))),
    effectiveSampleSize,
    logWeights,
  };
};
