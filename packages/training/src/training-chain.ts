import * as tf from '@tensorflow/tfjs-core';
import { actInTraining, type Operator, passBack, type Step, type TrainingPass } from '@interp/core/internal';
import type { Network } from '@interp/core';

/** A step of a {@link trainingChain}. */
export interface TrainingStep extends Step, TrainingPass {
  /** Runs it. */
  readonly forward: (x: tf.Tensor) => tf.Tensor;
}

/** The derivatives of a step without weights, such as pooling, by its vector-Jacobian product. */
const passWithoutWeights = ({ vjp, map }: Operator): TrainingPass | undefined =>
  vjp && !map ? { weights: [], back: (dy, x, y) => vjp(dy, { x, y, inputShape: x.shape }) } : undefined;

/**
 * The steps of a network up to its scores whose weight gradients can be computed without a tape: a chain of dense layers, convolutions,
 * transposed convolutions, max-pooling, reshaping and activations, each with its derivatives written out.
 *
 * A training step over such a chain, all inside one `tf.tidy`: {@link runChain} runs it and keeps the output of each step;
 * {@link chainDeltas} propagates the derivative of the loss back to the output of each step; {@link chainGradients} computes the
 * gradient of each weight from both, in the order of `model.trainableWeights`. `steps[0].back(deltas[0], values[0], values[1])` is the
 * gradient with respect to the input.
 *
 * @param network - any network
 * @returns its steps; undefined if it branches or has another kind of step, regularisers, or layers that are frozen, used
 *   twice or behave differently in training
 */
export const trainingChain = (network: Network): readonly TrainingStep[] | undefined => {
  const { model, steps, layers, inputs, outputs, ends } = network;
  if (!model || inputs.length !== 1 || outputs.length !== 1) return undefined;
  const isFree = model.layers.every(
    (layer) =>
      !('layers' in layer) &&
      layer.inboundNodes.length <= 1 &&
      layer.trainableWeights.length === layer.weights.length &&
      layer.losses.length === 0,
  );
  if (!isFree || layers.some(({ type }) => Object.hasOwn(actInTraining, type))) return undefined;
  const chain: TrainingStep[] = [];
  let [name] = [inputs[0].name];
  for (const step of steps) {
    const { forward, training = passWithoutWeights(step.operator) } = step.operator;
    if (!training || step.inputs[0] !== name) return undefined;
    chain.push({ ...step, forward: (x) => forward([x])[0], ...training });
    [name] = step.outputs;
  }
  const weights = chain.flatMap((step) => step.weights);
  const isWhole = weights.length === model.weights.length && weights.every((w, i) => w === model.trainableWeights[i]);
  return isWhole && name === ends[0] ? chain : undefined;
};

/**
 * Runs a chain and keeps the output of each step.
 *
 * @param steps - the chain
 * @param x - its input, `[n, ...]`
 * @returns the input and each step's output: one more than there are steps
 */
export const runChain = (steps: readonly TrainingStep[], x: tf.Tensor): tf.Tensor[] => {
  const values = [x];
  for (const { forward } of steps) values.push(forward(values.at(-1)!));
  return values;
};

/**
 * Propagates a derivative from the output of a chain backwards.
 *
 * @param steps - the chain
 * @param values - the result of {@link runChain}
 * @param start - the derivative with respect to the output
 * @param to - the first step to include: no derivatives are computed before its output
 * @returns the derivative with respect to each step's output; empty before `to`
 */
export const chainDeltas = (
  steps: readonly TrainingStep[],
  values: readonly tf.Tensor[],
  start: tf.Tensor,
  to: number,
): tf.Tensor[] => {
  const places = new Map(steps.map((step, i) => [step, i]));
  const arrived = new Map([[steps.at(-1)!.outputs[0], start]]);
  passBack(steps.slice(to + 1), arrived, (step, dy) => {
    const i = places.get(step)!;
    return [step.back(dy, values[i], values[i + 1])];
  });
  return steps.map(({ outputs }) => arrived.get(outputs[0])!);
};

/** The index of the first step of a chain with weights; below it, only the gradient of the input is of interest. */
export const firstWeighted = (steps: readonly TrainingStep[]): number =>
  steps.findIndex(({ weights }) => weights.length > 0);

/** The gradient of a bias: the sum of a derivative over images and positions. */
const perChannel = (delta: tf.Tensor): tf.Tensor => tf.sum(delta, [...delta.shape.keys()].slice(0, -1));

/**
 * The gradients of a chain's weights.
 *
 * @param steps - the chain
 * @param values - the result of {@link runChain}
 * @param deltas - the result of {@link chainDeltas}, down to the first step with weights
 * @returns a gradient for each weight, in the order of steps, kernel before bias
 */
export const chainWeightGradients = (
  steps: readonly TrainingStep[],
  values: readonly tf.Tensor[],
  deltas: readonly tf.Tensor[],
): tf.Tensor[] =>
  chainGradients(
    steps,
    (i) => [values[i], deltas[i]],
    (i) => deltas[i],
  );

/**
 * The gradients of a chain's weights, from what stands for the input and the derivative of each step.
 *
 * @param steps - the chain
 * @param ofKernel - for step i, its input and the derivative with respect to its output: `(i) => [values[i], deltas[i]]`
 * @param ofBias - for step i, the derivative with respect to its output, for the bias: `(i) => deltas[i]`
 * @returns a gradient for each weight, in the order of steps, kernel before bias
 */
export const chainGradients = (
  steps: readonly TrainingStep[],
  ofKernel: (step: number) => readonly [x: tf.Tensor, dy: tf.Tensor],
  ofBias: (step: number) => tf.Tensor,
): tf.Tensor[] =>
  steps.flatMap(({ kernelGradient, weights }, i) => {
    if (!kernelGradient) return [];
    const kernel = kernelGradient(...ofKernel(i));
    return weights.length > 1 ? [kernel, perChannel(ofBias(i))] : [kernel];
  });
