import { InterpError, isInterpError } from '@interp/checks';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { cannotRun } from './cannot-run.js';
import { memoised } from '../memoised.js';
import type { Probabilities } from '../scores/probabilities.js';
import { canonicalise } from './canonicalise.js';
import { lower, type LoweredModel } from './lower.js';
import { WeightCache } from './maps/weights.js';
import type { ScoresFunction } from './scores-end.js';
import { asFloat, batchesOf, runSteps, type Values } from './run.js';
import type { LayerUse, Step, StepGraph } from './steps.js';
import { layersToScores, runCalls } from './tape.js';
import { valuesOfLayers } from './values-of-layers.js';

/**
 * A model as a list of primitive steps: the representation used by scores, gradients, layer-wise relevance,
 * double precision and training. {@link networkOf} makes it.
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

const checkBuilt = (model: LayersModel): void => {
  if (model.layers.length > 0 && model.inputs?.length && model.outputs?.length) return;
  throw new InterpError(
    'unsupported-model',
    `the model "${model.name}" has no layers or is not built; give its first layer an inputShape`,
  );
};

const checkLive = ({ name, weights }: LayersModel): void => {
  try {
    for (const weight of weights) weight.read();
  } catch (cause) {
    throw new InterpError(
      'bad-value',
      `the model "${name}" was disposed of; expected a live one; load or build it again`,
      { cause },
    );
  }
};

const makeNetwork = (model: LayersModel, cache: WeightCache): Network => {
  const lowered = lower(model, cache);
  const { steps, ends } = canonicalise(lowered);
  const inputNames = lowered.inputs;
  const names = lowered.outputs.map(lowered.valueOf);
  const outputNames = names.map((name, i, all) => (all.indexOf(name) < i ? `${name}#${i}` : name));
  let toScores: ReturnType<typeof layersToScores> | undefined;

  const runModel = (given: readonly tf.Tensor[]): tf.Tensor[] =>
    lowered.isMended
      ? runCalls(lowered, given, { training: false })
      : [model.apply(given.length > 1 ? [...given] : given[0]) as tf.Tensor | tf.Tensor[]].flat();

  const runOwnSteps = (given: readonly tf.Tensor[]): tf.Tensor[] => {
    const values: Values = new Map(inputNames.map((name, i) => [name, asFloat(given[i])]));
    runSteps(steps, values);
    for (const { after } of ends) runSteps(after, values);
    return names.map((name) => tf.clone(values.get(name)!));
  };
  // Layers may pass masks to each other, which opaque steps do not support.
  const runAll = steps.some(({ operator }) => operator.kind === 'opaque') ? runModel : runOwnSteps;

  return {
    model,
    inputs: model.inputs.map(({ shape, dtype }, i) => ({ name: inputNames[i], shape, dtype })),
    outputs: model.outputs.map(({ shape }, i) => ({
      name: outputNames[i],
      shape,
      scores: ends[i].scores,
      probabilities: ends[i].probabilities,
    })),
    run: (inputs) => {
      const given = batchesOf(inputNames, inputs);
      try {
        return tf.tidy(() => Object.fromEntries(runAll(given).map((y, i) => [outputNames[i], y])));
      } catch (cause) {
        throw isInterpError(cause) ? cause : cannotRun(model, given, cause);
      }
    },
    scores: (x, { training = false } = {}) =>
      tf.tidy(() => (toScores ??= layersToScores(model, lowered, ends[0]))(x, { training })),
    layers: lowered.calls.map(({ use }) => use),
    lowered,
    steps,
    ends: ends.map(({ value }) => value),
    valuesPerImage: (inputShape) => valuesOfLayers(model, Math.max(...inputShape)),
    toOutputs: ends.map(({ after }) => after),
  };
};

interface Known {
  readonly network: Network;
  readonly outputId: number;
}

const networks = new WeakMap<LayersModel, Known>();
const caches = new FinalizationRegistry<WeightCache>((cache) => cache.dispose());

/**
 * The network of a model: nested models are flattened, fused activations are steps of their own, batch normalisation is folded
 * into the layer before it, and a final softmax is separated from the scores. An unknown layer becomes an opaque step, which can
 * only run forward. Built once per model and cached.
 *
 * @param model - a built `tf.LayersModel`, borrowed and not changed; a network is returned as it is
 * @returns the network
 * @throws InterpError `unsupported-model` for a model that has no layers or is not built, `bad-value` for one that was disposed of
 *
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-core';
 * import { layers, sequential } from '@tensorflow/tfjs-layers';
 * import { canWalk, networkOf } from '@interp/core';
 *
 * const network = networkOf(sequential({ layers: [layers.dense({ inputShape: [3], units: 2, activation: 'softmax', name: 'y' })] }));
 * console.log(network.outputs, canWalk(network)); // [ { name: 'y', shape: [ null, 2 ], scores: 'softmax', probabilities: 'softmax' } ] true
 * console.log(network.run(tf.ones([1, 3])).y.shape); // [ 1, 2 ]
 * ```
 */
export const networkOf = (model: LayersModel | Network): Network => {
  if ('steps' in model) {
    if (model.model) checkLive(model.model);
    return model;
  }
  checkBuilt(model);
  checkLive(model);
  const outputId = model.outputs[0].id;
  const known = networks.get(model);
  if (known?.outputId === outputId) return known.network;
  const cache = new WeightCache();
  const network = makeNetwork(model, cache);
  networks.set(model, { network, outputId });
  caches.register(model, cache);
  return network;
};

const isSingle = ({ inputs, outputs }: Network): boolean => inputs.length === 1 && outputs.length === 1;

/**
 * Whether a network supports {@link trace} and {@link backward}, and with them layer-wise relevance and gradients without a tape.
 *
 * @param network - the network
 * @returns false if it has several inputs or outputs, or a step without a backward pass
 */
export const canWalk = (network: Network): boolean =>
  isSingle(network) && network.steps.every(({ operator }) => operator.refusal === undefined);

/**
 * The steps of a network from its input to its scores, for {@link trace} and {@link backward}.
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
