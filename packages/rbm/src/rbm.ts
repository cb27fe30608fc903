import { checkFields, InterpError } from '@interp/checks';
import { sizeOfShape } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { checkRbm } from './check-rbm.js';
import type { Variant } from './variants.js';

/** The parameters of an RBM with M visible and N hidden units. Read-only. */
export interface RbmParameters {
  /** W, `[M, N]` row by row. */
  readonly weights: Float32Array;
  /** b, one per visible unit. */
  readonly visibleBias: Float32Array;
  /** c, one per hidden unit. */
  readonly hiddenBias: Float32Array;
  /** σ: one for all or one per visible unit; a 1 where the variant has none. */
  readonly sigma: Float32Array;
}

/** The parameters as tensors, scaled for computation. They belong to the RBM. */
export interface RbmTensors {
  /** Maps visible units to the inputs of the hidden ones, `[M, N]`. */
  readonly toHidden: tf.Tensor2D;
  /** What is added there, `[N]`. */
  readonly hiddenOffset: tf.Tensor1D;
  /** Maps hidden units to the means (for binary units, logits) of the visible ones, `[N, M]`. */
  readonly toVisible: tf.Tensor2D;
  /** What is added there, `[M]`. */
  readonly visibleOffset: tf.Tensor1D;
  /** 1/σ², `[M]`. */
  readonly precision: tf.Tensor1D;
}

/** A restricted Boltzmann machine: immutable state, made by {@link rbm}. Training returns a new one. */
export interface Rbm {
  /** Its energy. */
  readonly variant: Variant;
  /** Shape of one visible vector, without the batch: `[28, 28, 1]` for digits. */
  readonly inputShape: readonly number[];
  /** Number of visible units, M. */
  readonly visible: number;
  /** Number of hidden units, N. */
  readonly hidden: number;
  /** Its parameters. */
  readonly parameters: RbmParameters;
  /** Its parameters as tensors. */
  readonly tensors: RbmTensors;
  /** Frees the tensors; a second call does nothing. */
  dispose(): void;
}

/** Energy, shape and parameters of an RBM. */
export interface RbmDescription {
  /** Its energy, such as `cho`. */
  readonly variant: Variant;
  /** Shape of one visible vector, without the batch. */
  readonly inputShape: readonly number[];
  /** Its parameters; copied. */
  readonly parameters: RbmParameters;
}

/**
 * The σ of a visible unit, from one shared σ or one per unit.
 *
 * @param sigma - one or one per visible unit
 * @param i - which visible unit
 * @returns its σ
 */
export const sigmaAt = (sigma: Float32Array, i: number): number => sigma[sigma.length === 1 ? 0 : i];

const badSize = (name: string, length: number, wanted: string): InterpError =>
  new InterpError('bad-shape', `${name} has ${length} numbers; expected ${wanted}; give weights of one model`);

const checkParameters = (variant: Variant, visible: number, parameters: RbmParameters): void => {
  const { weights, visibleBias, hiddenBias, sigma } = parameters;
  const hidden = hiddenBias.length;
  if (hidden === 0) throw badSize('the hidden bias', 0, 'at least 1, one per hidden unit');
  if (visibleBias.length !== visible)
    throw badSize('the visible bias', visibleBias.length, `${visible}, one per visible unit`);
  if (weights.length !== visible * hidden)
    throw badSize('the weight matrix', weights.length, `${visible} x ${hidden} = ${visible * hidden}`);
  const perPixel = variant.sigma === 'one-or-per-pixel';
  if (sigma.length !== 1 && !(perPixel && sigma.length === visible))
    throw badSize('sigma', sigma.length, perPixel ? `1 or ${visible}` : `1 for the variant ${variant.name}`);
  for (const [name, values] of Object.entries(parameters) as [string, Float32Array][]) {
    const bad = values.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0) throw new InterpError('bad-value', `${name} holds ${values[bad]} at ${bad}; expected finite numbers`);
  }
  const bad = sigma.findIndex((value) => value <= 0);
  if (bad >= 0) throw new InterpError('bad-value', `sigma holds ${sigma[bad]} at ${bad}; expected numbers above 0`);
  if (variant.sigma === 'none' && sigma[0] !== 1)
    throw new InterpError(
      'bad-value',
      `sigma is ${sigma[0]}; expected 1 for the variant ${variant.name}, which has none`,
    );
};

/** The parameters as tensors, kept beyond any `tf.tidy`. */
const rbmTensors = (variant: Variant, parameters: RbmParameters): RbmTensors => {
  const { weights, visibleBias, hiddenBias, sigma } = parameters;
  const [M, N] = [visibleBias.length, hiddenBias.length];
  const toHidden = new Float32Array(M * N);
  const toVisible = new Float32Array(M * N);
  for (let i = 0; i < M; i++) {
    const gainIn = variant.inputGain(sigmaAt(sigma, i));
    const gainOut = variant.outputGain(sigmaAt(sigma, i));
    for (let j = 0; j < N; j++) {
      toHidden[i * N + j] = gainIn * weights[i * N + j];
      toVisible[j * M + i] = gainOut * weights[i * N + j];
    }
  }
  const hiddenGain = variant.hiddenGain(sigma[0]);
  // In a tidy, so that none stays where there is no room for all.
  const made = tf.tidy(() => ({
    toHidden: tf.tensor2d(toHidden, [M, N]),
    hiddenOffset: tf.tensor1d(hiddenBias.map((bias) => hiddenGain * bias)),
    toVisible: tf.tensor2d(toVisible, [N, M]),
    visibleOffset: tf.tensor1d(visibleBias.slice()),
    precision: tf.tensor1d(visibleBias.map((_, i) => 1 / sigmaAt(sigma, i) ** 2)),
  }));
  for (const tensor of Object.values(made)) tf.keep(tensor);
  return made;
};

/**
 * Makes an RBM from its parameters. {@link initialRbm} makes one to train, {@link rbmFromSafetensors} reads one from a file.
 *
 * @param description - energy, shape and parameters
 * @returns the RBM, which belongs to the caller, who must `dispose()` it
 * @throws InterpError `bad-shape` for arrays of sizes that do not fit, `bad-value` for a number that is not finite or a σ of 0 or less
 *
 * @example
 * ```ts
 * import { startBackend } from '@interp/backend';
 * import { binary, exactLogPartition, rbm } from '@interp/rbm';
 *
 * await startBackend('cpu');
 * const two = rbm({
 *   variant: binary,
 *   inputShape: [2],
 *   parameters: {
 *     weights: Float32Array.of(1, -1),
 *     visibleBias: Float32Array.of(0, 0),
 *     hiddenBias: Float32Array.of(0.5),
 *     sigma: Float32Array.of(1),
 *   },
 * });
 * console.log(await exactLogPartition(two));
 * two.dispose();
 * ```
 */
export const rbm = (description: RbmDescription): Rbm => {
  checkFields('the description of an RBM', description, {
    variant: 'object',
    inputShape: 'list',
    parameters: 'object',
  });
  const { variant, inputShape, parameters } = description;
  const visible = sizeOfShape(inputShape);
  if (inputShape.length === 0 || !inputShape.every((size) => Number.isSafeInteger(size) && size > 0))
    throw new InterpError(
      'bad-shape',
      `the input shape is [${inputShape.join(', ')}]; expected the sizes of one visible vector, such as [28, 28, 1]`,
    );
  const hidden = parameters.hiddenBias.length;
  checkParameters(variant, visible, parameters);
  const copy: RbmParameters = {
    weights: Float32Array.from(parameters.weights),
    visibleBias: Float32Array.from(parameters.visibleBias),
    hiddenBias: Float32Array.from(parameters.hiddenBias),
    sigma: Float32Array.from(parameters.sigma),
  };
  const tensors = rbmTensors(variant, copy);
  return {
    variant,
    inputShape: [...inputShape],
    visible,
    hidden,
    parameters: copy,
    tensors,
    dispose: () => {
      for (const tensor of Object.values(tensors) as tf.Tensor[]) tensor.dispose();
    },
  };
};

/**
 * The filters, columns of W, as a batch of images: the weights of each hidden unit.
 *
 * @param model - the RBM; borrowed
 * @returns `[N, ...inputShape]`, which belongs to the caller
 */
export const filters = (model: Rbm): tf.Tensor => {
  checkRbm(model);
  const { parameters, inputShape, visible, hidden } = model;
  return tf.tidy(() =>
    tf.reshape(tf.transpose(tf.tensor2d(parameters.weights, [visible, hidden])), [hidden, ...inputShape]),
  );
};
