import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import '@tensorflow/tfjs-layers';
import type { ClassifierOptions } from './options.js';
import type { Classifier, ScoresAndGradient } from '../contracts.js';
import { applied, type Returns, scoresOfValues } from '../network/scores-of-values.js';
import { seededInputs } from './seeded-inputs.js';
import { withCorrectedGradients } from '../tape/with-corrected-gradients.js';
import { InterpError } from '../errors.js';
import { tapeRefusal } from '../tape/tape-refusal.js';
import { shownValue } from '../checks/shown-value.js';

/**
 * Logits and gradient by TensorFlow.js' tape, put right where that is wrong: see {@link withCorrectedGradients}.
 *
 * @param logits - a differentiable function from a batch to logits
 * @param x - the batch; borrowed
 * @param start - given the logits, the derivative with respect to them
 * @param model - the model behind `logits`, if it is one: what TensorFlow.js throws while it runs is then a refusal as well
 * @returns logits and gradient, which belong to the caller
 * @throws InterpError `unsupported-layer` where there is no gradient; whatever `logits` and `start` throw
 */
export const tapeGradient = (
  logits: (x: tf.Tensor) => tf.Tensor2D,
  x: tf.Tensor,
  start: (logits: tf.Tensor2D) => tf.Tensor2D,
  model?: LayersModel,
): ScoresAndGradient => {
  let scores: tf.Tensor2D | undefined;
  let failure: { readonly error: unknown } | undefined;
  /** An error thrown through the tape would leak the tape's tensors, so it is thrown after the tape has ended. */
  const startOrFailure = (l: tf.Tensor2D): tf.Tensor2D => {
    try {
      return start(l);
    } catch (error) {
      failure = { error };
      return tf.zerosLike(l);
    }
  };
  try {
    const gradient = tf.tidy(() => {
      const weighed = (input: tf.Tensor): tf.Scalar => {
        const l = logits(input);
        scores = tf.keep(tf.clone(l));
        const constant = tf.customGrad((y) => ({
          value: startOrFailure(y as tf.Tensor2D),
          gradFunc: (dy) => tf.zerosLike(dy),
        }));
        return tf.sum(tf.mul(l, constant(l)));
      };
      return withCorrectedGradients(() => tf.grad(weighed)(x));
    });
    if (failure) {
      gradient.dispose();
      throw failure.error;
    }
    return { logits: tf.clone(scores!), gradient };
  } catch (reason) {
    const isOwn = failure !== undefined || (reason as { code?: unknown }).code !== undefined;
    throw isOwn || !(scores ?? model) ? reason : tapeRefusal(reason, model);
  } finally {
    scores?.dispose();
  }
};

/**
 * What a source returns, by its answer to a few seeded inputs.
 *
 * @param score - the source
 * @param inputShape - the shape of an input
 * @param bounds - lowest and highest value of an input
 * @returns what it is, and how many columns it has
 * @throws InterpError `bad-option` where that cannot be told: several columns between 0 and 1 whose rows do not sum to 1
 */
const lookedAt = (
  score: (x: tf.Tensor) => tf.Tensor,
  inputShape: readonly number[],
  bounds: readonly [low: number, high: number],
): { readonly returns: Returns; readonly columns: number } => {
  const [values, columns] = tf.tidy(() => {
    const y = score(seededInputs(4, inputShape, bounds));
    return [y.dataSync<'float32'>(), y.shape.at(-1) ?? 1] as const;
  });
  const areShares = values.every((value) => value >= 0 && value <= 1 + TOLERANCE);
  if (columns === 1) return { returns: areShares ? 'sigmoid' : 'values', columns };
  if (!areShares) return { returns: 'logits', columns };
  const rows = Array.from({ length: values.length / columns }, (_, i) =>
    values.subarray(i * columns, (i + 1) * columns),
  );
  if (rows.every((row) => Math.abs(row.reduce((a, b) => a + b) - 1) <= TOLERANCE))
    return { returns: 'probabilities', columns };
  throw new InterpError(
    'bad-option',
    'the source returns numbers from 0 to 1 whose rows do not sum to 1; expected to be told what they are; pass returns: "logits", "probabilities", "sigmoid" or "values"',
  );
};

/** How far a row of probabilities may be from 1, in sum: half floats have three digits. */
const TOLERANCE = 2e-3;

/**
 * A classifier from a plain function; its gradient comes from the tape.
 *
 * @param score - a differentiable function from a batch to `[n, classes]`
 * @param options - the shape of an input and the number of classes, both required, and what the function returns
 * @returns the classifier
 * @throws InterpError `bad-option` where the shape or the number of classes is missing or wrong, or what it returns cannot be told
 */
export const functionClassifier = (
  score: (x: tf.Tensor) => tf.Tensor,
  { bounds = [-1, 1], inputShape, classes: wanted, returns }: ClassifierOptions,
): Classifier => {
  if (!inputShape?.length || !inputShape.every((size) => Number.isInteger(size) && size > 0)) {
    throw new InterpError(
      'bad-option',
      `inputShape is [${inputShape?.join(', ') ?? ''}]; expected the sizes of one input, such as [28, 28, 1]`,
    );
  }
  if (wanted === undefined || !Number.isInteger(wanted) || wanted < 1) {
    throw new InterpError(
      'bad-option',
      `classes is ${shownValue(wanted)}; expected how many scores the source returns, such as 10`,
    );
  }
  const seen = returns ? { returns, columns: wanted } : lookedAt(score, inputShape, bounds);
  const { operators, probabilities, classes } = scoresOfValues(seen.returns, seen.columns);
  if (wanted !== seen.columns && wanted !== classes)
    throw new InterpError(
      'bad-shape',
      `the source returns ${seen.columns} numbers for an input; expected ${wanted}, one for each class; mend classes`,
    );
  const logits = (x: tf.Tensor): tf.Tensor2D => tf.tidy(() => applied(operators, tf.clone(score(x))) as tf.Tensor2D);
  const gradient: Classifier['gradient'] = (x, start) => tapeGradient(logits, x, start);
  return { inputShape, classes, bounds, probabilities, logits, gradient };
};
