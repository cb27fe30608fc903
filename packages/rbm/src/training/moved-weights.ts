import { hostTensor, hostValues } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { compiled } from '../sampling/compiled.js';
import type { RbmGradient } from './gradient.js';

/** How numbers are moved: by speed × (momentum × the last change + scale × gradient - decay × numbers). */
export type Motion = Readonly<Record<'momentum' | 'scale' | 'decay' | 'speed', number>>;

/** What came of moving W, each a number for each of its rows. */
export interface MovedWeights {
  /** Σ_j gradient × W, before. */
  readonly products: Float32Array;
  /** Σ_j shift_j × W, after. */
  readonly shifts: Float32Array;
  /** Σ_j W, after: finite where all of it is. */
  readonly sums: Float32Array;
}

/**
 * Moves W along its gradient.
 *
 * @param values - W, `[M, N]` row by row; changed in place
 * @param velocity - the last change; changed in place where there is momentum
 * @param gradient - the gradient, and W as a tensor
 * @param shift - a number for each hidden unit
 * @param motion - how
 * @returns sums that other numbers' gradients need
 */
export const moveWeights = (
  values: Float32Array,
  velocity: Float32Array,
  { weights, parts: [up, down] }: RbmGradient,
  shift: Float32Array,
  motion: Motion,
): MovedWeights => {
  const { momentum, scale, decay, speed } = motion;
  const [M, N] = weights.shape;
  const last: tf.NamedTensorMap = momentum > 0 ? { velocity: hostTensor([M, N], (out) => out.set(velocity)) } : {};
  const made = compiled('MomentumRows', { values: weights, up, down, shift: tf.tensor1d(shift), ...last }, motion);
  if (made) {
    const [next, change, ...sums] = made;
    values.set(hostValues(next));
    if (momentum > 0) velocity.set(hostValues(change));
    const [products, shifts, totals] = sums.map((sum) => hostValues(sum).slice());
    return { products, shifts, sums: totals };
  }
  const [positive, negative] = [hostValues(up), hostValues(down)];
  const [products, shifts, sums] = [new Float32Array(M), new Float32Array(M), new Float32Array(M)];
  for (let i = 0, at = 0; i < M; i++)
    for (let j = 0; j < N; j++, at++) {
      const gradient = positive[at] + negative[at];
      products[i] += gradient * values[at];
      const change = momentum * velocity[at] + scale * gradient - decay * values[at];
      if (momentum > 0) velocity[at] = change;
      values[at] += speed * change;
      shifts[i] += shift[j] * values[at];
      sums[i] += values[at];
    }
  return { products, shifts, sums };
};
