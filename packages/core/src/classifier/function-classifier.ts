import { InterpError, isInterpError, shownValue } from '@interp/checks';
import { withCorrectedGradients } from '@interp/tape';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import '@tensorflow/tfjs-layers';
import type { CheckedClassifierOptions } from './options.js';
import type { Classifier, ScoresAndGradient } from '../contracts.js';
import { checkReturned } from '../checks/returned-tensors.js';
import { applied, type Returns, scoresOfValues } from '../network/parts/scores-of-values.js';
import { seededInputs } from './seeded-inputs.js';
import { areShares, checkShares, sumToOne, unclearShares } from './shares.js';
import { tapeRefusal } from './tape-refusal.js';

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
  let [isForward, isOfStart] = [true, false];
  const started = (l: tf.Tensor2D): tf.Tensor2D => {
    isOfStart = true;
    const value = start(l);
    isOfStart = false;
    return value;
  };
  const weighed = (input: tf.Tensor): tf.Scalar => {
    const l = logits(input);
    scores = tf.keep(tf.clone(l));
    const constant = tf.customGrad((y) => ({
      value: started(y as tf.Tensor2D),
      gradFunc: (dy) => tf.zerosLike(dy),
    }));
    const sum = tf.sum<tf.Scalar>(tf.mul(l, constant(l)));
    isForward = false;
    return sum;
  };
  try {
    const gradient = withCorrectedGradients(() => tf.grad(weighed)(x));
    return { logits: tf.clone(scores!), gradient };
  } catch (reason) {
    const isRaw = isForward ? model !== undefined && !isOfStart : true;
    throw isRaw && !isInterpError(reason) ? tapeRefusal(reason, model) : reason;
  } finally {
    scores?.dispose();
  }
};

/** How far a row of probabilities may be from 1, in sum: half floats have three digits. */
const TOLERANCE = 2e-3;

/**
 * Tells from an answer what a source returns.
 *
 * @param y - the answer, `[n, columns]`; borrowed
 * @returns what it is; undefined where nobody can tell: several columns between 0 and 1 whose rows do not sum to 1
 */
const kindOf = (y: tf.Tensor2D): Returns | undefined => {
  const [values, columns] = [y.dataSync<'float32'>(), y.shape[1]];
  const fromZeroToOne = values.some((value) => value > 0) && areShares(values, TOLERANCE);
  if (columns === 1) return fromZeroToOne ? 'sigmoid' : 'values';
  if (!fromZeroToOne) return 'logits';
  return sumToOne(values, columns, TOLERANCE) ? 'probabilities' : undefined;
};

/** What a source is taken to return. */
interface Seen {
  readonly returns: Returns;
  /** How many numbers it returns for an input. */
  readonly columns: number;
  /** Whether this is only assumed: for a few seeded inputs the source returned nothing that a method would accept. */
  readonly isUnseen?: boolean;
}

/** A few inputs to try a source with; none before a backend is there. */
const trialInputs = (inputShape: readonly number[], bounds: Classifier['bounds']): tf.Tensor | undefined => {
  try {
    return seededInputs(4, inputShape, bounds);
  } catch {
    return undefined;
  }
};

/** Finds out what a source returns, from a few inputs. An answer that no method would accept is left to the methods to refuse. */
const lookedAt = (
  answer: (x: tf.Tensor) => tf.Tensor2D,
  inputs: () => tf.Tensor | undefined,
  classes: number,
): Seen => {
  const unseen: Seen = { returns: 'logits', columns: classes, isUnseen: true };
  return tf.tidy((): Seen & tf.TensorContainerObject => {
    const x = inputs();
    if (!x) return { ...unseen };
    let y: tf.Tensor2D;
    try {
      y = answer(x);
    } catch (reason) {
      if (!isInterpError(reason)) throw reason;
      return { ...unseen };
    }
    const [returns, columns] = [kindOf(y), y.shape[1]];
    if (returns === undefined) throw unclearShares('the source');
    const seen = { returns, columns };
    const fits = seen.columns === classes || scoresOfValues(seen.returns, seen.columns).classes === classes;
    return fits ? seen : { ...unseen };
  });
};

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
  { bounds, inputShape, classes: wanted, returns }: CheckedClassifierOptions,
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
  const answer = (x: tf.Tensor, columns: number | null): tf.Tensor2D =>
    checkReturned("the classifier's scores", score(tf.clone(x)), [x.shape[0], columns], true) as tf.Tensor2D;
  const inputs = (): tf.Tensor | undefined => trialInputs(inputShape, bounds);
  const seen: Seen = returns ? { returns, columns: wanted } : lookedAt((x) => answer(x, null), inputs, wanted);
  const { operators, probabilities, classes } = scoresOfValues(seen.returns, seen.columns);
  let isUnseen = seen.isUnseen ?? false;
  /** Checks an answer: the first one of a source that was only assumed to return logits, and all that are to be probabilities. */
  const understood = (y: tf.Tensor2D): tf.Tensor2D => {
    if (isUnseen && kindOf(y) === 'probabilities')
      throw new InterpError(
        'bad-option',
        'the source returns probabilities, and could not be looked at before; expected to be told; pass returns: "probabilities"',
      );
    isUnseen = false;
    checkShares('the source', seen.returns, y.dataSync<'float32'>(), seen.columns, TOLERANCE);
    return y;
  };
  const logits = (x: tf.Tensor): tf.Tensor2D =>
    tf.tidy(() => applied(operators, tf.clone(understood(answer(x, seen.columns)))) as tf.Tensor2D);
  const gradient: Classifier['gradient'] = (x, start) => tapeGradient(logits, x, start);
  return { inputShape, classes, bounds, probabilities, logits, gradient };
};
