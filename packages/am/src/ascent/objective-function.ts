import { InterpError, scoreStart } from '@interp/core';
import { checkChoice, shownValue } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';

/**
 * A function of the logits to maximise, given by its derivative: for the wanted class of each image of a batch, a function from the
 * logits `[n, classes]`, borrowed, to their derivative `[n, classes]`, which belongs to the caller.
 */
export type Objective = (targets: readonly number[]) => (logits: tf.Tensor2D) => tf.Tensor2D;

/** The objectives that have a name: P(c|x), the thesis'; log P(c|x); and the logit of c. */
export type ObjectiveName = 'probability' | 'log-probability' | 'logit';

/** Checks an option that is the name of an objective or a function; throws InterpError `bad-option`. */
export const checkObjective = (name: string, objective: unknown): void => {
  if (typeof objective !== 'function')
    checkChoice(`the ${name}`, objective, ['probability', 'log-probability', 'logit'], 'a function');
};

/** The objective of a name. A function passes through; where it gives none itself, that is an InterpError `bad-option`. */
export const objectiveOf = (objective: ObjectiveName | Objective): Objective => {
  if (typeof objective !== 'function') return (target) => scoreStart({ target, score: objective });
  return (targets) => {
    const start: unknown = objective(targets);
    if (typeof start !== 'function')
      throw new InterpError('bad-option', `the objective gives ${shownValue(start)}; expected a function of logits`);
    return start as ReturnType<Objective>;
  };
};

/** What is known of one point after a step. */
export interface StepRecord {
  /** What the best is chosen by: the thesis' P(c|x) - λ‖x‖², or what the method says that it maximises. */
  readonly objective: number;
  /** P(c|x). */
  readonly probability: number;
}

/**
 * What an ascent maximises: gives the record of each point and the gradient, of the shape of the points, which belongs to the caller,
 * for points `[n, ...shape]`, borrowed, and the run that each belongs to. Called inside `tf.tidy`, once a step. The ascent knows no
 * more than this of classifiers and images.
 */
export type ObjectiveFunction<R extends StepRecord = StepRecord> = (
  points: tf.Tensor,
  runs: readonly number[],
) => { readonly records: readonly R[]; readonly gradient: tf.Tensor };

/**
 * The gradient of what is added to an objective whatever the class: from points `[n, ...shape]`, borrowed, a tensor of the same shape
 * that belongs to the caller. Called inside `tf.tidy`.
 */
export type Regulariser = (points: tf.Tensor) => tf.Tensor;

/** 1 for the points whose probability is at least the threshold and 0 for the others, to be multiplied with a tensor of a rank. */
export const thresholdMask = (records: readonly StepRecord[], threshold: number, rank: number): tf.Tensor =>
  tf.tensor(
    records.map(({ probability }) => (probability >= threshold ? 1 : 0)),
    [records.length, ...Array.from({ length: rank - 1 }, () => 1)],
  );
