import { number, optionsTable } from '@interp/checks';
import type { AdversarialTraining } from '@interp/training';
import { argmax, logistic } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { probability } from '../logits.js';
import { imageAt } from '../task.js';
import {
  ballSettings,
  makeExamples,
  pgdTrainingOptions,
  type ExampleSearch,
  type PgdTrainingOptions,
} from './training.js';

/** Options of {@link tradesTraining}. */
export interface TradesTrainingOptions extends PgdTrainingOptions {
  /** Weight of the divergence against the cross-entropy: larger is more robust, smaller more accurate. Default 6. */
  readonly beta?: number;
}

/** Checks and defaults of {@link TradesTrainingOptions}. */
export const tradesTrainingOptions = optionsTable<TradesTrainingOptions>()({
  ...pgdTrainingOptions.rules,
  beta: number({ min: 0, default: 6 }),
});

const logProbabilities = (logits: tf.Tensor2D): tf.Tensor2D => {
  const shifted = tf.sub(logits, tf.max(logits, 1, true));
  return tf.sub(shifted, tf.log(tf.sum(tf.exp(shifted), 1, true)));
};

/**
 * The loss of TRADES, mean of -log P(y|x) + β Σ_k P_k (log P_k - log Q_k), P the probabilities of the image and Q those of its
 * example, and its derivative in closed form: by Q's logits β (Q - P), by P's logits P - onehot + β P (log P - log Q - KL), each over n.
 * Zhang et al. 2019, equation 5; both terms are differentiated, as in their code.
 *
 * @param beta - weight of the divergence
 * @returns the loss of logits `[2n, classes]`, images first, and one-hot labels `[n, classes]`
 */
export const tradesLoss =
  (beta: number): NonNullable<AdversarialTraining['loss']> =>
  (logits, wanted) =>
    tf.tidy(() => {
      const n = wanted.shape[0];
      const [clean, adversarial] = tf.split(logits, 2) as [tf.Tensor2D, tf.Tensor2D];
      const [logP, logQ] = [logProbabilities(clean), logProbabilities(adversarial)];
      const [p, q] = [tf.exp(logP), tf.exp(logQ)];
      const ratio = tf.sub(logP, logQ);
      const divergence = tf.sum(tf.mul(p, ratio), 1, true);
      const crossEntropy = tf.neg(tf.sum(tf.mul(wanted, logP), 1, true));
      const value: tf.Scalar = tf.mean(tf.add(crossEntropy, tf.mul(divergence, beta)));
      const others = tf.mul(p, tf.sub(1, wanted));
      const right = tf.sub(others, tf.mul(wanted, tf.sum(others, 1, true)));
      const byClean = tf.add(right, tf.mul(tf.mul(p, tf.sub(ratio, divergence)), beta));
      const byAdversarial = tf.mul(tf.sub(q, p), beta);
      const gradient: tf.Tensor2D = tf.div(tf.concat([byClean, byAdversarial]), n);
      return { value, gradient };
    });

/**
 * The same where each class has a probability of its own: the sum of the binary cross-entropies of all classes, plus β times the sum of their
 * divergences, Σ_k p_k (z_k - z'_k) - log(1 + exp z_k) + log(1 + exp z'_k). Derivatives by z' β (q - p), by z p - wanted + β p (1 - p) (z - z').
 *
 * @param beta - weight of the divergence
 * @returns the loss of logits `[2n, classes]`, images first, and wanted labels `[n, classes]`, 1 or 0
 */
const tradesLossOfEachClass =
  (beta: number): NonNullable<AdversarialTraining['loss']> =>
  (logits, wanted) =>
    tf.tidy(() => {
      const n = wanted.shape[0];
      const [clean, adversarial] = tf.split(logits, 2) as [tf.Tensor2D, tf.Tensor2D];
      const [p, q, difference] = [tf.sigmoid(clean), tf.sigmoid(adversarial), tf.sub(clean, adversarial)];
      const divergence = tf.add(tf.mul(p, difference), tf.sub(tf.softplus(adversarial), tf.softplus(clean)));
      const crossEntropy = tf.softplus(tf.mul(clean, tf.sub(1, tf.mul(wanted, 2))));
      const value: tf.Scalar = tf.div(tf.sum(tf.add(crossEntropy, tf.mul(divergence, beta))), n);
      const notP = tf.sigmoid(tf.neg(clean));
      const error = tf.sub(tf.mul(p, tf.sub(1, wanted)), tf.mul(notP, wanted));
      const byClean = tf.add(error, tf.mul(tf.mul(tf.mul(p, notP), difference), beta));
      const gradient: tf.Tensor2D = tf.div(tf.concat([byClean, tf.mul(tf.sub(q, p), beta)]), n);
      return { value, gradient };
    });

/** Writes numbers divided by the largest of them; zeros where all are 0. */
const scaleInto = (out: Float32Array, exact: Float64Array): void => {
  const largest = exact.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  for (let k = 0; k < out.length; k++) out[k] = largest === 0 ? 0 : exact[k] / largest;
};

/**
 * The direction of the derivative of KL(P ‖ Q) with respect to the logits of Q, which is Q - P, divided by its
 * largest component, because its values may be too small for float32. The likeliest class of P gets minus the sum
 * of the others, because the difference of two numbers near 1 loses precision.
 *
 * @param clean - logits of P
 * @param logits - logits of Q
 * @param out - receives the direction; zeros if P and Q are equal
 */
export const divergenceDirection = (clean: Float32Array, logits: Float32Array, out: Float32Array): void => {
  const top = argmax(clean);
  const exact = new Float64Array(out.length);
  for (let k = 0; k < out.length; k++) {
    if (k === top) continue;
    exact[k] = probability(logits, k) - probability(clean, k);
    exact[top] -= exact[k];
  }
  scaleInto(out, exact);
};

/** The same where each class has a probability of its own; the difference of two sigmoids is a product, in which nothing cancels. */
const divergenceDirectionOfEachClass = (clean: Float32Array, logits: Float32Array, out: Float32Array): void => {
  const exact = Float64Array.from(logits, (q, k) => {
    const [low, high] = [Math.min(q, clean[k]), Math.max(q, clean[k])];
    return Math.sign(q - clean[k]) * logistic(high) * logistic(-low) * -Math.expm1(low - high);
  });
  scaleInto(out, exact);
};

/** Standard deviation of the start, as a fraction of the width of the bounds: at the image itself the gradient is zero. */
const startDeviation = 0.001;

/**
 * TRADES (Zhang et al. 2019): the cross-entropy on clean images plus β KL(P(x) ‖ P(x')), where x' is
 * found by some steps of ascent on that divergence within the ball. It trains the network to be right on
 * the images and to predict the same around each.
 *
 * @param options - radius, norm, ramp, steps, β
 * @returns a value for the option `adversarial` of `train` of `@interp/lenet`, with a loss of its own
 * @throws InterpError `bad-option`
 *
 * @example
 * ```ts
 * import { tradesTraining } from '@interp/adversarial';
 *
 * const adversarial = tradesTraining({ epsilon: 0.6, steps: 7, beta: 3 });
 * console.log(adversarial.name, adversarial.settings);
 * ```
 */
export const tradesTraining = (options: TradesTrainingOptions): AdversarialTraining => {
  const { beta, steps, relativeStep = 2.5 / steps, ...ball } = tradesTrainingOptions.withDefaults(options);
  const width = ball.bounds[1] - ball.bounds[0];
  const search: ExampleSearch = {
    ball,
    steps,
    relativeStep,
    startAt: ({ streams, size }, index) => streams[index].normals(size, 0, startDeviation * width),
    lossGradient: ({ goals, classifier, scores }) => {
      const clean = scores();
      return (index, logits, out) => {
        const direction = goals[index].decisions ? divergenceDirectionOfEachClass : divergenceDirection;
        direction(imageAt(clean, classifier.classes, index), logits, out);
      };
    },
  };
  return {
    name: 'trades',
    settings: { ...ballSettings(ball), steps, relativeStep, beta },
    examples: (classifier, x, labels, context) => makeExamples(search, classifier, x, labels, context),
    loss: tradesLoss(beta),
    lossOfEachClass: tradesLossOfEachClass(beta),
  };
};
