import { hostValues } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import type { RandomBlocks } from '../sampling/random-blocks.js';
import { drawHidden, drawVisible } from '../sampling/conditionals.js';
import type { TemperedModel } from './annealing-path.js';

/** One run of annealing: the chains, the way, and what is needed to go it. */
export interface AisRun {
  /** Scaled visible units at the start, `[n, M]`; taken over. */
  readonly start: tf.Tensor2D;
  /** W `[M, N]`; borrowed. */
  readonly weights: tf.Tensor2D;
  /** The path. */
  readonly model: TemperedModel;
  /** The tempers to go through, the first that of the start. */
  readonly betas: Float64Array;
  /** Random numbers. */
  readonly numbers: RandomBlocks;
}

/**
 * Gibbs steps of chains at one temper.
 *
 * @param x - scaled visible units; taken over
 * @param xw - what they give to the hidden units; borrowed
 * @param beta - the temper
 * @param run - what is needed
 * @returns the next visible units, kept, the caller's
 */
export const aisMove = (
  x: tf.Tensor2D,
  xw: tf.Tensor2D,
  beta: number,
  { weights, model, numbers }: Pick<AisRun, 'weights' | 'model' | 'numbers'>,
): tf.Tensor2D => {
  const next = tf.tidy(() => {
    const tempers = new Float32Array(x.shape[0]).fill(beta);
    const h = drawHidden(xw, model.hidden, numbers, tempers);
    return drawVisible(h, weights, { visible: model.visibleAt(beta), hidden: model.hidden }, numbers);
  });
  x.dispose();
  return tf.keep(next);
};

/**
 * Anneals chains along a path; yields after each temper.
 *
 * @param run - chains and path
 * @returns the steps; their result is the log-weights and the chains at the end, the caller's, or nothing where they were stopped
 */
export function* aisRun(
  run: AisRun,
): Generator<void, { logWeights: Float64Array; x: tf.Tensor2D } | undefined, boolean> {
  const { weights, model, betas } = run;
  let x = run.start;
  let kept = false;
  const logWeights = new Float64Array(x.shape[0]);
  try {
    for (let k = 1; k < betas.length; k++) {
      const xw: tf.Tensor2D = tf.matMul(x, weights);
      model.addRatios(hostValues(x), hostValues(xw), betas[k - 1], betas[k], logWeights);
      x = aisMove(x, xw, betas[k], run);
      xw.dispose();
      if (yield) return undefined;
    }
    kept = true;
    return { logWeights, x };
  } finally {
    if (!kept) x.dispose();
  }
}
