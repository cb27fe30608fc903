import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import type { ClassifierOptions } from './options.js';
import type { Classifier, ScoresAndGradient } from '../contracts.js';
import { checkReturned } from '../checks/returned-tensors.js';
import { withFirstMaximum } from './first-maximum.js';
import { InterpError } from '../errors.js';
import { shownValue } from '../checks/shown-value.js';

/** The error for what TensorFlow.js cannot differentiate: scores, or what it is called. */
export const notDifferentiable = (cause: unknown, what = 'the scores'): InterpError => {
  const [reason] = String(cause instanceof Error ? cause.message : cause).split('\n', 1);
  return new InterpError(
    'unsupported-model',
    `TensorFlow.js finds no gradient of ${what} (${reason.slice(0, 100)}); expected differentiable operations all the way from the input to them`,
    { cause },
  );
};

/**
 * Logits and gradient by TensorFlow.js' tape. On every backend, ties in a window of max-pooling go to the first
 * maximum.
 *
 * @param logits - a differentiable function from a batch to logits
 * @param x - the batch; borrowed
 * @param start - given the logits, the derivative with respect to them
 * @param refusal - the error where the tape cannot go back, of what TensorFlow.js throws. Default `unsupported-model`
 * @returns logits and gradient, which belong to the caller
 * @throws InterpError the refusal; what `logits` and `start` throw
 */
export const tapeGradient = (
  logits: (x: tf.Tensor) => tf.Tensor2D,
  x: tf.Tensor,
  start: (logits: tf.Tensor2D) => tf.Tensor2D,
  refusal: (cause: unknown) => InterpError = notDifferentiable,
): ScoresAndGradient => {
  let scores: tf.Tensor2D | undefined;
  let isForward = true;
  const weighed = (input: tf.Tensor): tf.Scalar => {
    const l = logits(input);
    scores = tf.keep(tf.clone(l));
    const constant = tf.customGrad((y) => ({
      value: start(y as tf.Tensor2D),
      gradFunc: (dy) => tf.zerosLike(dy),
    }));
    const sum = tf.sum<tf.Scalar>(tf.mul(l, constant(l)));
    isForward = false;
    return sum;
  };
  try {
    const gradient = withFirstMaximum(() => tf.grad(weighed)(x));
    return { logits: tf.clone(scores!), gradient };
  } catch (error) {
    throw isForward ? error : refusal(error);
  } finally {
    scores?.dispose();
  }
};

/**
 * A classifier from a plain function; its gradient comes from the tape.
 *
 * @param score - a differentiable function from a batch to `[n, classes]`
 * @param options - the shape of an input and the number of classes, both required
 * @returns the classifier
 * @throws InterpError `bad-option` where the shape or the number of classes is missing or wrong
 */
export const functionClassifier = (
  score: (x: tf.Tensor) => tf.Tensor,
  { bounds = [-1, 1], inputShape, classes, returns = 'logits' }: ClassifierOptions,
): Classifier => {
  if (!inputShape?.length || !inputShape.every((size) => Number.isInteger(size) && size > 0)) {
    throw new InterpError(
      'bad-option',
      `inputShape is [${inputShape?.join(', ') ?? ''}]; expected the sizes of one input, such as [28, 28, 1]`,
    );
  }
  if (classes === undefined || !Number.isInteger(classes) || classes < 1) {
    throw new InterpError(
      'bad-option',
      `classes is ${shownValue(classes)}; expected how many scores the source returns, such as 10`,
    );
  }
  const logits = (x: tf.Tensor): tf.Tensor2D =>
    tf.tidy(() => {
      const y = checkReturned("the classifier's scores", score(x), [x.shape[0], classes], true);
      return (returns === 'probabilities' ? tf.log(tf.maximum(y, 1e-37)) : tf.clone(y)) as tf.Tensor2D;
    });
  return { inputShape, classes, bounds, logits, gradient: (x, start) => tapeGradient(logits, x, start) };
};
