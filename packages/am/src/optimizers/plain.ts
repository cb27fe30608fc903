import { boolean, number, optionsTable } from '@interp/checks';
import { sgd } from '@interp/training';
import * as tf from '@tensorflow/tfjs-core';
import { uphill, type AscentOptimizer } from './ascent-optimizer.js';

/** Options of {@link plain}. */
export interface PlainOptions {
  /** Learning rate; with `normalise`, the length of a step in units of the input. Default 0.1. */
  readonly rate?: number;
  /** Whether each gradient is divided by its Euclidean norm, which helps to leave saturated regions. Default false. */
  readonly normalise?: boolean;
}

/** Checks and defaults of {@link PlainOptions}. */
export const plainOptions = optionsTable<PlainOptions>()({
  rate: number({ above: 0, default: 0.1 }),
  normalise: boolean({ default: false }),
});

/** Each gradient of a batch `[n, ...shape]` divided by its Euclidean norm; one of norm 0 stays 0. */
const unitGradient = (gradient: tf.Tensor): tf.Tensor =>
  tf.tidy(() => {
    const rows = tf.reshape(gradient, [gradient.shape[0], -1]);
    // Divided by the largest entry first, because the squares of a saturated softmax's gradient underflow in float32.
    const scaled = tf.divNoNan(rows, tf.max(tf.abs(rows), 1, true));
    const norm = tf.sqrt(tf.sum(tf.square(scaled), 1, true));
    return tf.reshape(tf.divNoNan(scaled, norm), gradient.shape);
  });

/** An optimiser whose steps have the direction of the gradient and not its length. */
export const withUnitGradients = (optimizer: AscentOptimizer): AscentOptimizer => ({
  start: (points) => optimizer.start(points),
  step: (gradient, state, count) => optimizer.step(unitGradient(gradient), state, count),
});

/**
 * Gradient ascent, x ← x + rate ∇: the gradient descent of the thesis (section 1.2.1), uphill.
 *
 * @param options - rate, normalisation
 * @returns the optimiser
 * @throws InterpError `bad-option` for a rate that is not above 0
 */
export const plain = (options: PlainOptions = {}): AscentOptimizer => {
  const { rate, normalise } = plainOptions.withDefaults(options);
  const optimizer = uphill(sgd(), rate);
  return normalise ? withUnitGradients(optimizer) : optimizer;
};
