import { checkFields, InterpError } from '@interp/checks';
import type * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { memoised } from '../memoised.js';
import type { Probabilities } from '../scores/probabilities.js';
import type { LoweredModel } from './lowering/lower.js';
import type { ScoresFunction } from './lowering/scores-end.js';
import type { LayerUse, Step, StepGraph } from './steps.js';

/**
 * A model as a list of primitive steps: the representation used by scores, gradients, layer-wise relevance,
 * double precision and training. `networkOf` makes it.
 */
export interface Network {
  /**
   * What {@link Network.run} takes; a size that is not fixed is null. Where that has channels first, `picture` is the shape that traces and classifiers
   * take, channels last.
   */
  readonly inputs: readonly {
    readonly name: string;
    readonly shape: readonly (number | null)[];
    readonly picture?: readonly (number | null)[];
    readonly dtype: string;
  }[];
  /**
   * Its outputs. `scores` is the function that turns scores into the output, before layers that copy or scale it. Traces and classifiers use
   * the scores. A sigmoid is taken off only where the output is `[n, units]`; of a single unit there are two scores, 0 and its logit.
   * `probabilities` is what turns scores into probabilities.
   */
  readonly outputs: readonly {
    readonly name: string;
    readonly shape: readonly (number | null)[];
    readonly scores: ScoresFunction;
    readonly probabilities: Probabilities;
    /**
     * The axes of the value among the steps in the order of `shape`, where they have another one.
     *
     * @internal
     */
    readonly order?: readonly number[];
  }[];
  /**
   * Runs the network.
   *
   * @param inputs - a batch for each input, by name, or the batch of the only input; borrowed
   * @returns the outputs by name, which belong to the caller
   * @throws InterpError `bad-shape` if the batch of an input is missing, `unsupported-model` where the model cannot run on it
   */
  run(inputs: tf.Tensor | Readonly<Record<string, tf.Tensor>>): Record<string, tf.Tensor>;
  /**
   * The scores of its first output, without a final softmax or sigmoid, by the model's own layers, so that TensorFlow.js' tape records them.
   *
   * @param x - a batch; borrowed
   * @param mode - whether layers run as in training: with dropout, batch statistics and so on. Default false
   * @returns the scores, which belong to the caller
   */
  scores(x: tf.Tensor, mode?: { readonly training?: boolean }): tf.Tensor;
  /** The `tf.LayersModel` that it was made from, if any; borrowed. */
  readonly model?: LayersModel;
  /**
   * Every use of a layer, in execution order.
   *
   * @internal
   */
  readonly layers: readonly LayerUse[];
  /**
   * Its steps before they were simplified, and the calls of layers behind them.
   *
   * @internal
   */
  readonly lowered: LoweredModel;
  /**
   * The steps up to the scores of each output.
   *
   * @internal
   */
  readonly steps: readonly Step[];
  /**
   * The name of the value that holds the scores of each output.
   *
   * @internal
   */
  readonly ends: readonly string[];
  /**
   * How many numbers all steps give for one image of a shape, about: what limits the images in one pass.
   *
   * @internal
   */
  valuesPerImage(inputShape: readonly number[]): number;
  /**
   * The steps that make each output of the values below its scores.
   *
   * @internal
   */
  readonly toOutputs: readonly (readonly Step[])[];
}

const isSingle = ({ inputs, outputs }: Network): boolean => inputs.length === 1 && outputs.length === 1;

/**
 * Whether a network supports `trace` and `backward`, and with them layer-wise relevance and gradients without a tape.
 *
 * @param network - the network
 * @returns false if it has several inputs or outputs, or a step without a backward pass
 */
export const canWalk = (network: Network): boolean => {
  checkFields('the network', network, { inputs: 'list', outputs: 'list', steps: 'list' });
  return isSingle(network) && network.steps.every(({ operator }) => operator.refusal === undefined);
};

/**
 * The steps of a network from its input to its scores, for `trace` and `backward`.
 *
 * @param network - the network
 * @returns the steps, cached
 * @throws InterpError `unsupported-layer`, naming the layer, its type and the supported layers; `unsupported-model` for
 *   several inputs or outputs
 */
export const stepGraphOf = memoised((network: Network): StepGraph => {
  const { steps, inputs, outputs, ends } = network;
  if (!isSingle(network))
    throw new InterpError(
      'unsupported-model',
      `the model has ${inputs.length} inputs and ${outputs.length} outputs; expected one of each; see joinInputs and values of @interp/targets`,
    );
  const refusal = steps.map(({ operator }) => operator.refusal).find((reason) => reason !== undefined);
  if (refusal !== undefined) throw new InterpError('unsupported-layer', refusal);
  return { steps, input: inputs[0].name, output: ends[0] };
});
