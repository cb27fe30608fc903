import { hostValues } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { drawHidden, drawVisible } from '../sampling/conditionals.js';
import type { RandomBlocks } from '../sampling/random-blocks.js';
import type { AnnealingPath } from './annealing-path.js';
import { logSumExp } from './log-sum-exp.js';

/** One annealing run: chains and path. */
export interface AisRun {
  /** Scaled visible units at the start, `[n, M]`; disposed by the run. */
  readonly start: tf.Tensor2D;
  /** W `[M, N]`; borrowed. */
  readonly weights: tf.Tensor2D;
  /** The path. */
  readonly path: AnnealingPath;
  /** The inverse temperatures, starting with that of `start`. */
  readonly betas: Float64Array;
  /** Random numbers. */
  readonly random: RandomBlocks;
}

/**
 * A Gibbs step of all chains at one inverse temperature.
 *
 * @param x - scaled visible units; disposed
 * @param xw - x W, the inputs of the hidden units; borrowed
 * @param beta - the inverse temperature
 * @param run - weights, path and random numbers
 * @returns the next visible units, kept, owned by the caller
 */
export const aisMove = (
  x: tf.Tensor2D,
  xw: tf.Tensor2D,
  beta: number,
  { weights, path, random }: Pick<AisRun, 'weights' | 'path' | 'random'>,
): tf.Tensor2D => {
  const next = tf.tidy(() => {
    const betas = new Float32Array(x.shape[0]).fill(beta);
    const h = drawHidden(xw, path.hidden, random, betas);
    return drawVisible(h, weights, { visible: path.visibleAt(beta), hidden: path.hidden }, random);
  });
  x.dispose();
  return tf.keep(next);
};

/**
 * Anneals chains along a path; yields after each temperature.
 *
 * @param run - chains and path
 * @returns the steps; their result is the log-weights and the chains at the end, owned by the caller, or undefined if they were stopped
 */
export function* aisRun(
  run: AisRun,
): Generator<void, { logWeights: Float64Array; x: tf.Tensor2D } | undefined, boolean> {
  const { weights, path, betas } = run;
  let x = run.start;
  let kept = false;
  const logWeights = new Float64Array(x.shape[0]);
  try {
    for (let k = 1; k < betas.length; k++) {
      x = tf.tidy(() => {
        const xw: tf.Tensor2D = tf.matMul(x, weights);
        path.addRatios(hostValues(x), hostValues(xw), betas[k - 1], betas[k], logWeights);
        return aisMove(x, xw, betas[k], run);
      });
      if (yield) return undefined;
    }
    kept = true;
    return { logWeights, x };
  } finally {
    if (!kept) x.dispose();
  }
}

/** The result of one run of annealed importance sampling. */
export interface AisEstimate {
  /** Estimate of log Z in nats. */
  readonly logZ: number;
  /** Its standard error in nats, from the spread of the weights; too small if few chains have all the weight. */
  readonly standardError: number;
  /** Effective sample size, from 1 to the number of chains. */
  readonly effectiveSampleSize: number;
  /** Each chain's log-weight. */
  readonly logWeights: Float64Array;
}

/**
 * An estimate of log Z by the chains' weights.
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
