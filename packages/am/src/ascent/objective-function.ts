import { checkChoice, InterpError, shownValue } from '@interp/checks';
import type { Classifier } from '@interp/core';
import { scoreStart } from '@interp/targets';
import * as tf from '@tensorflow/tfjs-core';

/**
 * A function of the logits to maximise, given by its derivative: for the target class of each image of a batch, a function from
 * the logits `[n, classes]`, borrowed, to the derivative `[n, classes]`, which belongs to the caller.
 */
export type Objective = (targets: readonly number[]) => (logits: tf.Tensor2D) => tf.Tensor2D;

/** The named objectives: P(c|x), the thesis'; log P(c|x); and the logit of c. */
export type ObjectiveName = 'probability' | 'log-probability' | 'logit';

/** Checks an option that is the name of an objective or a function; throws InterpError `bad-option`. */
export const checkObjective = (name: string, objective: unknown): void => {
  if (typeof objective !== 'function')
    checkChoice(`the ${name}`, objective, ['probability', 'log-probability', 'logit'], 'a function');
};

/** The objective with a name. A function is returned as it is; if it does not return a function, InterpError `bad-option` is thrown on use. */
export const objectiveOf = (objective: ObjectiveName | Objective, { probabilities }: Classifier): Objective => {
  if (typeof objective !== 'function') return (target) => scoreStart({ target, score: objective, probabilities });
  return (targets) => {
    const start: unknown = objective(targets);
    if (typeof start !== 'function')
      throw new InterpError('bad-option', `the objective gives ${shownValue(start)}; expected a function of logits`);
    return start as ReturnType<Objective>;
  };
};

/** The record of one point after a step. */
export interface StepRecord {
  /** The criterion for the best: the thesis' P(c|x) - λ‖x‖², or the objective of the method. */
  readonly objective: number;
  /** P(c|x), or the value itself where a classifier's values have no probabilities. */
  readonly probability: number;
}

/**
 * The function that an ascent maximises: from points `[n, ...shape]`, borrowed, and the run of each, it computes the record of each
 * point and the gradient, of the shape of the points, which belongs to the caller. Called inside `tf.tidy`, once per step. The ascent itself
 * does not depend on classifiers or images.
 */
export type ObjectiveFunction<R extends StepRecord = StepRecord> = (
  points: tf.Tensor,
  runs: readonly number[],
) => { readonly records: readonly R[]; readonly gradient: tf.Tensor };

/**
 * The gradient of a term that is added to every objective: a function from points `[n, ...shape]`, borrowed, to a tensor of the same
 * shape that belongs to the caller. Called inside `tf.tidy`.
 */
export type Regulariser = (points: tf.Tensor) => tf.Tensor;

/** 1 for the points whose probability is at least the threshold and 0 for the others, to be multiplied with a tensor of a rank. */
export const thresholdMask = (records: readonly StepRecord[], threshold: number, rank: number): tf.Tensor =>
  tf.tensor(
    records.map(({ probability }) => (probability >= threshold ? 1 : 0)),
    [records.length, ...Array.from({ length: rank - 1 }, () => 1)],
  );
