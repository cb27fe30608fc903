import * as tf from '@tensorflow/tfjs-core';
import { boolean, checkedBy, checkNumber, optionsTable } from '@interp/checks';
import type { Optimizer, OptimizerUpdate } from './optimizer.js';

/** Options of {@link sgd}. */
export interface SgdOptions {
  /** Momentum μ, from 0 (none) to below 1. Default 0. */
  readonly momentum?: number;
  /** Whether to use Nesterov momentum (Nesterov 1983). Default false. */
  readonly nesterov?: boolean;
}

/** Checks and defaults of {@link SgdOptions}. */
export const sgdOptions = optionsTable<SgdOptions>()({
  momentum: checkedBy<number>(
    (_, value) => {
      checkNumber('the momentum', value, { min: 0, max: 0.999999 });
    },
    { default: 0 },
  ),
  nesterov: boolean({ default: false }),
});

/** A tensor as a matrix, its last axis the columns. */
const asRows = (tensor: tf.Tensor): tf.Tensor =>
  tensor.rank === 2 ? tensor : tf.reshape(tensor, [-1, tensor.shape.at(-1) ?? 1]);

/** Weight and velocity after a step with momentum, in one pass by the kernel of `@interp/backend`; undefined where the backend has none. */
const momentumStep = (
  weight: tf.Tensor,
  gradient: tf.Tensor,
  last: tf.Tensor,
  momentum: number,
  rate: number,
): OptimizerUpdate | undefined => {
  if (!tf.getKernel('MomentumRows', tf.getBackend())) return undefined;
  const [values, up, velocity] = [weight, gradient, last].map(asRows);
  // The kernel takes the gradient as a sum of two: half of twice a number is the number, to the bit.
  const motion = tf.tensor1d([momentum, 0.5, 0, -rate]);
  const inputs = { values, up, down: up, velocity, shift: tf.zeros([values.shape.at(-1)!]), motion };
  const [next, change] = tf.engine().runKernel<tf.Tensor[]>('MomentumRows', inputs);
  return weight.rank === 2
    ? { weight: next, slots: [change] }
    : { weight: tf.reshape(next, weight.shape), slots: [tf.reshape(change, weight.shape)] };
};

/**
 * Stochastic gradient descent, w ← w - η ∇ (the thesis' pages 8 and 9 leave the rate η out); with momentum μ the velocity
 * u ← μ u + ∇ takes the gradient's place (Polyak 1964), and ∇ + μ u with Nesterov's form. With the kernel of `@interp/backend`, a step with
 * momentum is one pass.
 *
 * @param options - momentum
 * @returns the optimiser; its default learning rate is 0.5 (1 - μ)
 * @throws InterpError `bad-option` for a momentum outside of 0 to 1
 *
 * @example
 * ```ts
 * import { sgd } from '@interp/training';
 *
 * const optimizer = sgd({ momentum: 0.9 });
 * console.log(optimizer.slots); // [ 'velocity' ]
 * ```
 */
export const sgd = (options: SgdOptions = {}): Optimizer => {
  const { momentum, nesterov } = sgdOptions.withDefaults(options);
  if (momentum === 0)
    return {
      name: 'sgd',
      settings: { momentum },
      rate: 0.5,
      slots: [],
      change: (gradient, _slots, { rate }) => ({ change: tf.mul(gradient, rate), slots: [] }),
    };
  return {
    name: 'sgd',
    settings: { momentum, nesterov },
    rate: 0.5 * (1 - momentum),
    slots: ['velocity'],
    change: (gradient, [last], { rate }) => {
      const velocity = tf.add(tf.mul(last, momentum), gradient);
      const direction = nesterov ? tf.add(gradient, tf.mul(velocity, momentum)) : velocity;
      return { change: tf.mul(direction, rate), slots: [velocity] };
    },
    ...(!nesterov && {
      update: (weight, gradient, [last], { rate }) => momentumStep(weight, gradient, last, momentum, rate),
    }),
  };
};
