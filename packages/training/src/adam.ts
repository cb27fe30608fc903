import * as tf from '@tensorflow/tfjs-core';
import { boolean, number, optionsTable } from '@interp/checks';
import { kernelsIfThere } from '@interp/core/internal';
import type { Optimizer, OptimizerStep } from './optimizer.js';

/** Options of {@link adam}. */
export interface AdamOptions {
  /** Decay of the running mean of the gradient. Default 0.9. */
  readonly beta1?: number;
  /** Decay of the running mean of the squared gradient. Default 0.999. */
  readonly beta2?: number;
  /** Added to the root of the mean square. Default 1e-8. */
  readonly epsilon?: number;
  /**
   * Whether to compute m̂ and v̂ explicitly, as in algorithm 1, instead of folding their correction into the rate and ε, which is the same
   * up to rounding and takes fewer passes. Default false.
   */
  readonly asWritten?: boolean;
}

const adamOptions = optionsTable<AdamOptions>()({
  beta1: number({ min: 0, max: 0.999999, default: 0.9 }),
  beta2: number({ min: 0, max: 0.9999999, default: 0.999 }),
  epsilon: number({ above: 0, default: 1e-8 }),
  asWritten: boolean({ default: false }),
});

/**
 * Adam (Kingma & Ba 2015, algorithm 1): each weight changes by rate · m̂ / (√v̂ + ε), where m̂ and v̂ are the bias-corrected
 * running means of the gradient and of its square. With the kernel of `@interp/backend`, a step is one pass.
 *
 * @param options - the decay of both means, and ε
 * @returns the optimiser; its default learning rate is 0.005
 * @throws InterpError `bad-option` for decays outside of 0 to 1 or an ε of 0 or less
 *
 * @example
 * ```ts
 * import { adam } from '@interp/training';
 *
 * const optimizer = adam({ beta1: 0.5 });
 * console.log(optimizer.settings); // { beta1: 0.5, beta2: 0.999, epsilon: 1e-8 }
 * ```
 */
export const adam = (options: AdamOptions = {}): Optimizer => {
  const { beta1, beta2, epsilon, asWritten } = adamOptions.withDefaults(options);
  /** The correction of both means, folded into the rate and ε or as it is written. */
  const corrected = ({ rate, step }: OptimizerStep): Record<'scale' | 'epsilon' | 'bias', number> => {
    const [bias1, bias2] = [1 - beta1 ** step, 1 - beta2 ** step];
    if (asWritten) return { scale: rate / bias1, epsilon, bias: bias2 };
    const root = Math.sqrt(bias2);
    return { scale: (rate * root) / bias1, epsilon: epsilon * root, bias: 1 };
  };
  const fused = (inputs: tf.NamedTensorMap, at: OptimizerStep): tf.Tensor[] | undefined =>
    kernelsIfThere('AdamUpdate', inputs, { beta1, beta2, ...corrected(at) });
  return {
    name: 'adam',
    settings: { beta1, beta2, epsilon, ...(asWritten && { asWritten }) },
    rate: 0.005,
    slots: ['mean', 'square'],
    change: (gradient, slots, at) => {
      const [lastMean, lastSquare] = slots;
      const results = fused({ gradient, mean: lastMean, square: lastSquare }, at);
      if (results) return { change: results[0], slots: results.slice(1) };
      const mean = tf.add(tf.mul(lastMean, beta1), tf.mul(gradient, 1 - beta1));
      const square = tf.add(tf.mul(lastSquare, beta2), tf.mul(tf.mul(gradient, gradient), 1 - beta2));
      const { scale, epsilon: least, bias } = corrected(at);
      const root = tf.sqrt(bias === 1 ? square : tf.div(square, bias));
      return { change: tf.div(tf.mul(mean, scale), tf.add(root, least)), slots: [mean, square] };
    },
    update: (value, gradient, [mean, square], at) => {
      const results = fused({ gradient, mean, square, value }, at);
      return results && { weight: results[0], slots: results.slice(1) };
    },
    updateInPlace: (value, gradient, [mean, square], at) => {
      const kernel = tf.getKernel('AdamInPlace', tf.getBackend());
      const attrs = { beta1, beta2, ...corrected(at) };
      kernel?.kernelFunc({ inputs: { gradient, mean, square, value }, attrs, backend: tf.backend() });
      return kernel !== undefined;
    },
  };
};

/** The state of {@link adamArrayStep}, all arrays of one length. */
export interface AdamArrays {
  /** The values to update. */
  readonly values: Float32Array;
  /** The running mean of the gradient, 0 at first. */
  readonly mean: Float32Array;
  /** The running mean of its square, 0 at first. */
  readonly square: Float32Array;
}

/**
 * A step of {@link adam} with its default decays on plain arrays, in place, computed in double precision and stored as float32. For searches that
 * each count their own steps.
 *
 * @param arrays - the state, changed
 * @param gradient - of the same length; borrowed
 * @param at - rate, and the number of the step, from 1
 */
export const adamArrayStep = (
  { values, mean, square }: AdamArrays,
  gradient: Float64Array,
  { rate, step }: OptimizerStep,
): void => {
  const { beta1, beta2, epsilon } = adamOptions.defaults;
  const [bias1, bias2] = [1 - beta1 ** step, 1 - beta2 ** step];
  for (let i = 0; i < values.length; i++) {
    const g = gradient[i];
    mean[i] = beta1 * mean[i] + (1 - beta1) * g;
    square[i] = beta2 * square[i] + (1 - beta2) * g * g;
    values[i] -= (rate * (mean[i] / bias1)) / (Math.sqrt(square[i] / bias2) + epsilon);
  }
};
