import { InterpError, isInterpError } from '@interp/checks';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { memoised } from '../memoised.js';
import { hasHalfFloats, withoutOldMasks } from '@interp/tape/internal';
import { canWalk, type Network, stepGraphOf } from '../network/network.js';
import { maxPoolingFirst } from '../network/running/max-pooling-first.js';
import { asFloat, runForward, runFused, runSteps, type Values } from '../network/running/run.js';
import { callLayer, type Returned, runCalls } from '../network/running/tape.js';
import { cannotRun } from '../network/cannot-run.js';
import { seededInputs } from './seeded-inputs.js';

/** How far values may differ, as a fraction of the largest: half floats, which some graphics cards compute with, have three digits. */
const tolerance = (): number => (hasHalfFloats() ? 0.05 : 1e-4);

type Difference = 'not finite' | 'different';

/** A difference, and where it is. */
interface Found {
  readonly why: Difference;
  readonly where: string;
}

const difference = (found: tf.Tensor, expected: tf.Tensor): Difference | undefined => {
  const [values, right] = [found.dataSync<'float32'>(), expected.dataSync<'float32'>()];
  const most = right.reduce((top, value) => Math.max(top, Math.abs(value)), 0);
  if (!Number.isFinite(most)) return 'not finite';
  const limit = tolerance() * Math.max(most, 1e-6);
  const isSame = values.length === right.length && right.every((value, i) => Math.abs(value - values[i]) <= limit);
  return isSame ? undefined : 'different';
};

/** Where layers first return something else than their steps do, or something that is not finite, and which of these it is. */
const firstDifferent = ({ lowered }: Network, given: readonly tf.Tensor[], ofSteps: Values): Found | undefined => {
  const returned: Returned = new Map(lowered.inputs.map((name, i) => [name, { value: given[i] }]));
  for (const call of lowered.calls) {
    callLayer(call, returned, returned, { training: false });
    const [name] = call.outputs;
    const { value } = returned.get(name)!;
    const why = difference(ofSteps.get(lowered.valueOf(name)) ?? value, value);
    if (why) return { why, where: `the layer "${call.use.name}" of type ${call.use.type}` };
  }
  return undefined;
};

const refusalOf = ({ model }: Network, { why, where }: Found): InterpError =>
  why === 'not finite'
    ? new InterpError(
        'not-finite',
        `the model "${model!.name}" returns numbers that are not finite for an input within its bounds, first at ${where}; train or load it anew, or check its weights`,
      )
    : new InterpError(
        'unsupported-layer',
        `the model "${model!.name}" is not computed here as model.predict computes it, first at ${where}; leave that layer out, or give a function instead of the model`,
      );

/** What a causal convolution has to do with a model that cannot run: TensorFlow.js takes it to give fewer places than it does. */
const causalHint = ({ lowered: { calls } }: Network): string | undefined => {
  const causal = calls.find(({ layer }) => layer.getConfig()['padding'] === 'causal');
  return (
    causal &&
    `TensorFlow.js takes its causal convolution "${causal.use.name}" to give ${String(causal.shape[1])} places, and it gives as many as Keras has; load the model by loadModel of @interp/files, which builds it right`
  );
};

const predicted = (network: Network, x: tf.Tensor): tf.Tensor => {
  const { lowered, model } = network;
  try {
    return lowered.isMended
      ? runCalls(lowered, [x], { training: false })[0]
      : withoutOldMasks(model!, () => model!.predict(x) as tf.Tensor);
  } catch (cause) {
    throw cannotRun(model, [x], cause, causalHint(network));
  }
};

type Inputs = readonly tf.Tensor[];

/** Runs a comparison for a batch for each input; what TensorFlow.js throws becomes a refusal of the model. */
const compare = (model: LayersModel, inputs: () => Inputs, work: (given: Inputs) => void): void => {
  tf.tidy(() => {
    const given = inputs();
    try {
      work(given);
    } catch (cause) {
      throw isInterpError(cause) ? cause : cannotRun(model, given, cause);
    }
  });
};

const checkedOn = memoised<Network, Set<string>>(() => new Set());

/**
 * Compares the steps of a network with `model.predict` on one seeded input, once for each network and backend.
 *
 * @param network - one input, one output; not compared where its steps cannot be gone back through
 * @param inputShape - the shape of an input
 * @param bounds - lowest and highest value of an input
 * @throws InterpError `unsupported-layer`, naming the first layer that computes something else; `not-finite` where the model does not return
 *   finite numbers
 */
export const checkAgainstModel = (
  network: Network,
  inputShape: readonly number[],
  bounds: readonly [low: number, high: number],
): void => {
  const { model } = network;
  const backends = checkedOn(network);
  if (!model || backends.has(tf.getBackend())) return;
  if (!canWalk(network)) {
    if (causalHint(network) !== undefined) tf.tidy(() => void predicted(network, seededInputs(1, inputShape, bounds)));
    return;
  }
  compare(
    model,
    () => [seededInputs(1, inputShape, bounds)],
    ([x]) => {
      const right = predicted(network, x);
      const graph = maxPoolingFirst(stepGraphOf(network));
      const values = runFused(graph, x);
      runSteps(network.toOutputs[0], values);
      const found = values.get(network.toOutputs[0].at(-1)?.outputs[0] ?? graph.output)!;
      const why = difference(found, right);
      if (!why) return;
      const each = runSteps(network.toOutputs[0], runForward(stepGraphOf(network), x));
      throw refusalOf(network, firstDifferent(network, [x], each) ?? { why, where: 'its last layer' });
    },
  );
  backends.add(tf.getBackend());
};

/**
 * Compares what the layers of a model return with what their steps do, before these are simplified, once for each network and backend: for parts of
 * networks and several inputs, where {@link checkAgainstModel} has nothing to compare.
 *
 * @param network - the whole; not compared where it was not made of a model, or layers keep a state
 * @param inputs - makes a batch for each input
 * @throws InterpError as {@link checkAgainstModel}; `unsupported-model` for a model that cannot run
 */
export const checkLayers = (network: Network, inputs: () => Inputs): void => {
  const { model, lowered } = network;
  const backends = checkedOn(network);
  if (!model || backends.has(tf.getBackend()) || lowered.calls.some(({ layer }) => layer.stateful)) return;
  compare(model, inputs, (given) => {
    const values = runSteps(lowered.steps, new Map(lowered.inputs.map((name, i) => [name, asFloat(given[i])])));
    const found = firstDifferent(network, given, values);
    if (found) throw refusalOf(network, found);
  });
  backends.add(tf.getBackend());
};
