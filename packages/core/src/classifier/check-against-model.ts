import { InterpError } from '@interp/checks';
import * as tf from '@tensorflow/tfjs-core';
import { memoised } from '../memoised.js';
import { hasHalfFloats } from '@interp/tape/internal';
import { canWalk, type Network, stepGraphOf } from '../network/network.js';
import { maxPoolingFirst } from '../network/running/max-pooling-first.js';
import { runForward, runFused, runSteps } from '../network/running/run.js';
import { callLayer, type Returned, runCalls } from '../network/running/tape.js';
import { cannotRun } from '../network/cannot-run.js';
import { seededInputs } from './seeded-inputs.js';

/** How far values may differ, as a fraction of the largest: half floats, which some graphics cards compute with, have three digits. */
const tolerance = (): number => (hasHalfFloats() ? 0.05 : 1e-4);

type Difference = 'not finite' | 'different' | undefined;

const difference = (found: tf.Tensor, expected: tf.Tensor): Difference => {
  const [values, right] = [found.dataSync<'float32'>(), expected.dataSync<'float32'>()];
  const most = right.reduce((top, value) => Math.max(top, Math.abs(value)), 0);
  if (!Number.isFinite(most)) return 'not finite';
  const limit = tolerance() * Math.max(most, 1e-6);
  const isSame = values.length === right.length && right.every((value, i) => Math.abs(value - values[i]) <= limit);
  return isSame ? undefined : 'different';
};

/** The name and type of the first layer that returns something else than its steps do, or something that is not finite. */
const firstDifferent = (network: Network, x: tf.Tensor): string => {
  const ofSteps = runForward(stepGraphOf(network), x);
  runSteps(network.toOutputs[0], ofSteps);
  const [input] = network.inputs;
  const returned: Returned = new Map([[input.name, { value: x }]]);
  for (const call of network.lowered.calls) {
    callLayer(call, returned, returned, { training: false });
    const [name] = call.outputs;
    const { value } = returned.get(name)!;
    if (difference(ofSteps.get(network.lowered.valueOf(name)) ?? value, value))
      return `the layer "${call.use.name}" of type ${call.use.type}`;
  }
  return 'its last layer';
};

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
    return lowered.isMended ? runCalls(lowered, [x], { training: false })[0] : (model!.predict(x) as tf.Tensor);
  } catch (cause) {
    throw cannotRun(model, [x], cause, causalHint(network));
  }
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
  tf.tidy(() => {
    const x = seededInputs(1, inputShape, bounds);
    const right = predicted(network, x);
    const graph = maxPoolingFirst(stepGraphOf(network));
    const values = runFused(graph, x);
    runSteps(network.toOutputs[0], values);
    const found = values.get(network.toOutputs[0].at(-1)?.outputs[0] ?? graph.output)!;
    const why = difference(found, right);
    if (!why) return;
    const where = firstDifferent(network, x);
    throw why === 'not finite'
      ? new InterpError(
          'not-finite',
          `the model "${model.name}" returns numbers that are not finite for an input within its bounds, first at ${where}; train or load it anew, or check its weights`,
        )
      : new InterpError(
          'unsupported-layer',
          `the model "${model.name}" is not computed here as model.predict computes it, first at ${where}; leave that layer out, or give a function instead of the model`,
        );
  });
  backends.add(tf.getBackend());
};
