import * as tf from '@tensorflow/tfjs-core';
import { visibleRows } from './check-visible.js';
import { hiddenInputs, visibleInputs } from './hidden-inputs.js';
import type { Rbm } from './rbm.js';
import { visibleEnergy } from './visible-energy.js';

const softplus = (a: tf.Tensor2D): tf.Tensor2D => tf.add(tf.relu(a), tf.log1p(tf.exp(tf.neg(tf.abs(a)))));

const scores = (machine: Rbm, rows: tf.Tensor2D): tf.Tensor2D => {
  const means = visibleInputs(machine, tf.sigmoid(hiddenInputs(machine, rows)));
  return machine.variant.continuous ? tf.mul(tf.sub(means, rows), machine.tensors.precision) : means;
};

/**
 * The unnormalised log-density log p*(v) = log Σ_h exp(-E(v, h)) in nats: the thesis' equation (2.4), summed in the log domain, so that
 * float32 is enough. Differentiable: its derivative is {@link gradLogDensity}.
 *
 * @param machine - the RBM; borrowed
 * @param v - visible vectors, `[n, ...inputShape]`; borrowed
 * @returns `[n]`, which belongs to the caller; minus log Z it is the log-likelihood
 * @throws InterpError `bad-shape` or `bad-value` for vectors that do not fit
 */
export const logDensity = (machine: Rbm, v: tf.Tensor): tf.Tensor1D =>
  tf.tidy(() => {
    const value = tf.customGrad((x, save) => {
      (save as tf.GradSaveFunc)([x as tf.Tensor]);
      const rows = visibleRows(machine, x as tf.Tensor);
      const density = tf.sub(tf.sum(softplus(hiddenInputs(machine, rows)), 1), visibleEnergy(machine, rows));
      return {
        value: density,
        gradFunc: (dy: tf.Tensor, [saved]: tf.Tensor[]) => {
          const at: tf.Tensor2D = tf.reshape(saved, [saved.shape[0], machine.visible]);
          return tf.reshape(tf.mul(scores(machine, at), tf.expandDims(dy, 1)), saved.shape);
        },
      };
    });
    return value(v) as tf.Tensor1D;
  });

/**
 * The free energy F(v) = -log p*(v) in nats.
 *
 * @param machine - the RBM; borrowed
 * @param v - visible vectors, `[n, ...inputShape]`; borrowed
 * @returns `[n]`, which belongs to the caller
 * @throws InterpError `bad-shape` or `bad-value` for vectors that do not fit
 */
export const freeEnergy = (machine: Rbm, v: tf.Tensor): tf.Tensor1D => tf.tidy(() => tf.neg(logDensity(machine, v)));

/**
 * The gradient of {@link logDensity} with respect to v in closed form: for Gaussian visible units the mean of v given P(h | v), minus v,
 * over σ².
 *
 * @param machine - the RBM; borrowed
 * @param v - visible vectors, `[n, ...inputShape]`; borrowed
 * @returns a tensor of the shape of `v`, which belongs to the caller
 * @throws InterpError `bad-shape` or `bad-value` for vectors that do not fit
 */
export const gradLogDensity = (machine: Rbm, v: tf.Tensor): tf.Tensor =>
  tf.tidy(() => tf.reshape(scores(machine, visibleRows(machine, v)), v.shape));
