import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import '@tensorflow/tfjs-layers';
import type { ClassifierOptions } from './options.js';
import type { Classifier, ScoresAndGradient } from '../contracts.js';
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
      const y = score(x);
      return (returns === 'probabilities' ? tf.log(tf.maximum(y, 1e-37)) : tf.clone(y)) as tf.Tensor2D;
    });
  return { inputShape, classes, bounds, logits, gradient: (x, start) => tapeGradient(logits, x, start) };
};
