import { InterpError } from '@interp/core';
import type * as tf from '@tensorflow/tfjs-core';
import { checkParameters } from './check-parameters.js';
import { rbmTensors } from './rbm-tensors.js';
import type { Variant } from './variant.js';

/** The numbers of an RBM with M visible and N hidden units. Not to be written to. */
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

/** The same numbers as tensors, in the forms that computing asks for. They belong to the RBM. */
export interface RbmTensors {
  /** What takes visible units to the inputs of the hidden ones, `[M, N]`. */
  readonly toHidden: tf.Tensor2D;
  /** What is added there, `[N]`. */
  readonly hiddenOffset: tf.Tensor1D;
  /** What takes hidden units to the means (the logits of binary ones) of the visible ones, `[N, M]`. */
  readonly toVisible: tf.Tensor2D;
  /** What is added there, `[M]`. */
  readonly visibleOffset: tf.Tensor1D;
  /** 1/σ², `[M]`. */
  readonly precision: tf.Tensor1D;
}

/** A restricted Boltzmann machine: plain state, made by {@link rbm}. It never changes; training makes a new one. */
export interface Rbm {
  /** Its energy. */
  readonly variant: Variant;
  /** Shape of one visible vector, without the batch: `[28, 28, 1]` for digits. */
  readonly inputShape: readonly number[];
  /** Number of visible units, M. */
  readonly visible: number;
  /** Number of hidden units, N. */
  readonly hidden: number;
  /** Its numbers. */
  readonly parameters: RbmParameters;
  /** Its numbers as tensors. */
  readonly tensors: RbmTensors;
  /** Frees the tensors; once more does nothing. */
  dispose(): void;
}

/** What an RBM is made of. */
export interface RbmDescription {
  /** Its energy, such as `cho`. */
  readonly variant: Variant;
  /** Shape of one visible vector, without the batch. */
  readonly inputShape: readonly number[];
  /** Its numbers; copied. */
  readonly parameters: RbmParameters;
}

/**
 * An RBM of given numbers. {@link initialRbm} makes one to be trained, {@link rbmFromSafetensors} one of a file.
 *
 * @param description - energy, shape and numbers
 * @returns the RBM, which belongs to the caller, who ends it with `dispose()`
 * @throws InterpError `bad-shape` for numbers of sizes that do not fit, `bad-value` for a number that is not finite or a σ of 0 or less
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
export const rbm = ({ variant, inputShape, parameters }: RbmDescription): Rbm => {
  const visible = inputShape.reduce((product, size) => product * size, 1);
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
