import * as tf from '@tensorflow/tfjs-core';
import { checkHidden, visibleRows } from './check-visible.js';
import { hiddenInputs, visibleInputs } from './hidden-inputs.js';
import type { Rbm } from './rbm.js';

/**
 * P(h_j = 1 | v).
 *
 * @param machine - the RBM; borrowed
 * @param v - visible vectors, `[n, ...inputShape]`; borrowed
 * @returns probabilities `[n, N]`, which belong to the caller
 * @throws InterpError `bad-shape` or `bad-value` for vectors that do not fit
 */
export const hiddenGiven = (machine: Rbm, v: tf.Tensor): tf.Tensor2D =>
  tf.tidy(() => tf.sigmoid(hiddenInputs(machine, visibleRows(machine, v))));

/**
 * The mean of v given h: with binary visible units the probability that each is 1. Gaussian ones have the standard deviation σ around
 * it.
 *
 * @param machine - the RBM; borrowed
 * @param h - hidden vectors, `[n, N]`, from 0 to 1; borrowed
 * @returns means `[n, ...inputShape]`, which belong to the caller
 * @throws InterpError `bad-shape` or `bad-value` for vectors that do not fit
 */
export const visibleGiven = (machine: Rbm, h: tf.Tensor2D): tf.Tensor =>
  tf.tidy(() => {
    checkHidden(machine, h);
    const inputs = visibleInputs(machine, h);
    const means = machine.variant.continuous ? inputs : tf.sigmoid(inputs);
    return tf.reshape(means, [h.shape[0], ...machine.inputShape]);
  });
