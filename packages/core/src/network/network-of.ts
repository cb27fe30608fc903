import { InterpError, isObject, shownValue } from '@interp/checks';
import { applied } from '@interp/tape/internal';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { lower } from './lowering/lower.js';
import { WeightCache } from './maps/weights.js';
import type { Network } from './network.js';
import { networkOfSteps } from './network-of-steps.js';
import { layersToScores, runCalls } from './running/tape.js';
import { valuesOfLayers } from './lowering/values-of-layers.js';

const checkModel = (model: unknown): void => {
  if (isObject(model)) return;
  throw new InterpError(
    'unsupported-model',
    `the model is ${shownValue(model)}; expected a built tf.LayersModel or a network`,
  );
};

const checkBuilt = (model: LayersModel): void => {
  if (model.layers?.length > 0 && model.inputs?.length && model.outputs?.length) return;
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
  const names = lowered.outputs.map(lowered.valueOf);
  const runModel = (given: readonly tf.Tensor[]): readonly tf.Tensor[] =>
    lowered.isMended ? runCalls(lowered, given, { training: false }) : applied(model, given);
  // Layers may pass masks to each other, which opaque steps do not support.
  const isOpaque = lowered.steps.some(({ operator }) => operator.kind === 'opaque');
  const known = new Map<number, number>();
  const valuesFor = (open: number): number =>
    known.get(open) ?? known.set(open, valuesOfLayers(model, open)).get(open)!;
  return networkOfSteps(lowered, {
    model,
    inputs: model.inputs.map(({ shape, dtype }, i) => ({ name: lowered.inputs[i], shape, dtype })),
    outputs: model.outputs.map(({ shape }, i) => ({
      name: names.indexOf(names[i]) < i ? `${names[i]}#${i}` : names[i],
      shape,
    })),
    layers: lowered.calls.map(({ use }) => use),
    valuesPerImage: (inputShape) => valuesFor(Math.max(...inputShape)),
    ...(isOpaque && { runAll: runModel }),
    scoresTo: (end) => {
      let toScores: ReturnType<typeof layersToScores> | undefined;
      return (x, { training = false } = {}) =>
        tf.tidy(() => (toScores ??= layersToScores(model, lowered, end))(x, { training }));
    },
  });
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
  checkModel(model);
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
