import { InterpError } from '@interp/checks';
import { checkBatch } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { checkRbm } from './check-rbm.js';
import { sigmaAt, type Rbm } from './rbm.js';

/** Checks that a tensor is a batch of visible vectors, finite and, for binary units, from 0 to 1. */
const checkVisible = (model: Rbm, v: tf.Tensor): void => {
  checkRbm(model);
  checkBatch(model, v);
  if (model.variant.continuous) return;
  const bad = v.dataSync<'float32' | 'int32'>().find((value) => value < 0 || value > 1);
  if (bad !== undefined)
    throw new InterpError(
      'bad-value',
      `a visible value is ${bad}; expected 0 to 1 for binary visible units; binarise the images first`,
    );
};

/** Visible vectors, each as a row. */
const asRows = ({ visible }: Rbm, v: tf.Tensor): tf.Tensor2D => tf.reshape(v, [v.shape[0], visible]);

/**
 * Checks that a tensor is a batch of visible vectors, and flattens each to a row.
 *
 * @param model - the RBM
 * @param v - `[n, ...inputShape]`, finite; for binary visible units from 0 to 1; borrowed
 * @returns the same as `[n, M]`, the caller's (within a `tf.tidy` it goes with that)
 * @throws InterpError `bad-shape` for another shape or an empty batch, `bad-value` for values that are not finite or out of range
 */
export const visibleRows = (model: Rbm, v: tf.Tensor): tf.Tensor2D => {
  checkVisible(model, v);
  return asRows(model, v);
};

/** Checks that a tensor is a batch of hidden vectors, `[n, N]`, from 0 to 1. */
const checkHidden = (model: Rbm, h: tf.Tensor): void => {
  checkRbm(model);
  checkBatch({ inputShape: [model.hidden] }, h);
  const bad = h.dataSync<'float32' | 'int32'>().find((value) => value < 0 || value > 1);
  if (bad !== undefined)
    throw new InterpError('bad-value', `a hidden value is ${bad}; expected 0 to 1, states or probabilities`);
};

/** The inputs of the hidden units, their logits `[n, N]`, from visible vectors `[n, M]`. */
const hiddenInputs = ({ tensors }: Rbm, rows: tf.Tensor2D): tf.Tensor2D =>
  tf.add(tf.matMul(rows, tensors.toHidden), tensors.hiddenOffset);

/** The inputs of the visible units, `[n, M]`, from hidden vectors `[n, N]`: means of Gaussian ones, logits of binary ones. */
const visibleInputs = ({ tensors }: Rbm, h: tf.Tensor2D): tf.Tensor2D =>
  tf.add(tf.matMul(h, tensors.toVisible), tensors.visibleOffset);

/** The part of the energy without hidden units, of visible vectors `[n, M]`: `[n]`. */
const visibleEnergy = ({ variant, tensors, parameters }: Rbm, rows: tf.Tensor2D): tf.Tensor1D => {
  if (!variant.continuous) return tf.neg(tf.sum(tf.mul(rows, tensors.visibleOffset), 1));
  const difference = tf.sub(rows, tensors.visibleOffset);
  const constant = parameters.visibleBias.reduce(
    (sum, bias, i) => sum + variant.visibleConstant(bias, sigmaAt(parameters.sigma, i)),
    0,
  );
  const half: tf.Tensor1D = tf.sum(tf.mul(tf.square(difference), tf.mul(tensors.precision, 0.5)), 1);
  return constant === 0 ? half : tf.add(half, constant);
};

/**
 * The energy E(v, h), the thesis' equation (2.3) for the variant `cho`.
 *
 * @param model - the RBM; borrowed
 * @param v - visible vectors, `[n, ...inputShape]`; borrowed
 * @param h - hidden vectors, `[n, N]`, from 0 to 1; borrowed
 * @returns `[n]`, which belongs to the caller
 * @throws InterpError `bad-shape` or `bad-value` for vectors that do not fit
 */
export const energy = (model: Rbm, v: tf.Tensor, h: tf.Tensor2D): tf.Tensor1D =>
  tf.tidy(() => {
    const rows = visibleRows(model, v);
    checkHidden(model, h);
    if (h.shape[0] !== rows.shape[0])
      throw new InterpError(
        'bad-shape',
        `there are ${rows.shape[0]} visible and ${h.shape[0]} hidden vectors; expected as many of both`,
      );
    return tf.sub(visibleEnergy(model, rows), tf.sum(tf.mul(hiddenInputs(model, rows), h), 1));
  });

const softplus = (a: tf.Tensor2D): tf.Tensor2D => tf.add(tf.relu(a), tf.log1p(tf.exp(tf.neg(tf.abs(a)))));

/** The gradient of the log-density at visible vectors `[n, M]`. */
const gradient = (model: Rbm, rows: tf.Tensor2D): tf.Tensor2D => {
  const means = visibleInputs(model, tf.sigmoid(hiddenInputs(model, rows)));
  return model.variant.continuous ? tf.mul(tf.sub(means, rows), model.tensors.precision) : means;
};

/**
 * The unnormalised log-density log p*(v) = log Σ_h exp(-E(v, h)) in nats: the thesis' equation (2.4), computed in the log domain, so
 * that float32 suffices. Differentiable: its derivative is {@link gradLogDensity}.
 *
 * @param model - the RBM; borrowed
 * @param v - visible vectors, `[n, ...inputShape]`; borrowed
 * @returns `[n]`, which belongs to the caller; minus log Z it is the log-likelihood
 * @throws InterpError `bad-shape` or `bad-value` for vectors that do not fit
 */
export const logDensity = (model: Rbm, v: tf.Tensor): tf.Tensor1D => {
  checkVisible(model, v);
  return tf.tidy(() => {
    const value = tf.customGrad((x, save) => {
      (save as tf.GradSaveFunc)([x as tf.Tensor]);
      const rows = asRows(model, x as tf.Tensor);
      const density = tf.sub(tf.sum(softplus(hiddenInputs(model, rows)), 1), visibleEnergy(model, rows));
      return {
        value: density,
        gradFunc: (dy: tf.Tensor, [saved]: tf.Tensor[]) => {
          return tf.reshape(tf.mul(gradient(model, asRows(model, saved)), tf.expandDims(dy, 1)), saved.shape);
        },
      };
    });
    return value(v) as tf.Tensor1D;
  });
};

/**
 * The free energy F(v) = -log p*(v) in nats.
 *
 * @param model - the RBM; borrowed
 * @param v - visible vectors, `[n, ...inputShape]`; borrowed
 * @returns `[n]`, which belongs to the caller
 * @throws InterpError `bad-shape` or `bad-value` for vectors that do not fit
 */
export const freeEnergy = (model: Rbm, v: tf.Tensor): tf.Tensor1D => tf.tidy(() => tf.neg(logDensity(model, v)));

/**
 * The gradient of {@link logDensity} with respect to v in closed form: for Gaussian visible units the mean of v given P(h | v), minus v,
 * over σ² (thesis, section 2.2.2.1, without its extended precision; Melchior, Wang & Wiskott 2017).
 *
 * @param model - the RBM; borrowed
 * @param v - visible vectors, `[n, ...inputShape]`; borrowed
 * @returns a tensor of the shape of `v`, which belongs to the caller
 * @throws InterpError `bad-shape` or `bad-value` for vectors that do not fit
 */
export const gradLogDensity = (model: Rbm, v: tf.Tensor): tf.Tensor =>
  tf.tidy(() => tf.reshape(gradient(model, visibleRows(model, v)), v.shape));

/**
 * P(h_j = 1 | v), a logistic function of the units' inputs (thesis, section 2.2.2.1).
 *
 * @param model - the RBM; borrowed
 * @param v - visible vectors, `[n, ...inputShape]`; borrowed
 * @returns probabilities `[n, N]`, which belong to the caller
 * @throws InterpError `bad-shape` or `bad-value` for vectors that do not fit
 */
export const hiddenGiven = (model: Rbm, v: tf.Tensor): tf.Tensor2D =>
  tf.tidy(() => tf.sigmoid(hiddenInputs(model, visibleRows(model, v))));

/**
 * The mean of v given h; for binary visible units, the probability of 1. Gaussian ones have the standard deviation
 * σ.
 *
 * @param model - the RBM; borrowed
 * @param h - hidden vectors, `[n, N]`, from 0 to 1; borrowed
 * @returns means `[n, ...inputShape]`, which belong to the caller
 * @throws InterpError `bad-shape` or `bad-value` for vectors that do not fit
 */
export const visibleGiven = (model: Rbm, h: tf.Tensor2D): tf.Tensor =>
  tf.tidy(() => {
    checkHidden(model, h);
    const inputs = visibleInputs(model, h);
    const means = model.variant.continuous ? inputs : tf.sigmoid(inputs);
    return tf.reshape(means, [h.shape[0], ...model.inputShape]);
  });
