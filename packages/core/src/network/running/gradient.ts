import { apartFromTape } from '@interp/tape/internal';
import * as tf from '@tensorflow/tfjs-core';
import type { ScoresAndGradient } from '../../contracts.js';
import { maxPoolingFirst } from './max-pooling-first.js';
import { graphVjp } from './backward.js';
import { canWalk, type Network, stepGraphOf } from '../network.js';
import { recordedGradient, recordedLogits } from './recorded-walk.js';
import { runFused, runSteps } from './run.js';

/** The logits of a network by direct kernel calls, `[n, classes]`, owned by the caller. */
export const networkLogits = (network: Network, x: tf.Tensor): tf.Tensor2D =>
  tf.tidy(() => {
    const graph = maxPoolingFirst(stepGraphOf(network));
    const recorded = recordedLogits(graph, x);
    if (recorded) return recorded;
    const logits = runFused(graph, x).get(graph.output)!;
    return (logits === x ? tf.clone(x) : logits) as tf.Tensor2D;
  });

/**
 * Logits and the gradient of a function of them, by one forward and one backward pass without a tape.
 *
 * @param network - a network for which `canWalk` is true
 * @param x - a batch; borrowed
 * @param start - given the logits (borrowed), the derivative of the function with respect to them
 * @returns logits and gradient, both owned by the caller
 */
export const networkGradient = (
  network: Network,
  x: tf.Tensor,
  start: (logits: tf.Tensor2D) => tf.Tensor2D,
): ScoresAndGradient =>
  tf.tidy(() => {
    const graph = maxPoolingFirst(stepGraphOf(network));
    const recorded = recordedGradient(graph, x, start);
    if (recorded) return recorded;
    const values = runFused(graph, x);
    const logits = values.get(graph.output) as tf.Tensor2D;
    const gradient = graphVjp(graph, values, start(logits));
    return { logits: logits === x ? tf.clone(logits) : logits, gradient };
  });

/**
 * The scores of a network that was not made of a model, by its steps, so that TensorFlow.js' tape records them: as one operation, whose gradient is
 * the backward pass.
 *
 * @param network - the network
 * @returns a function from a batch to the scores, which belong to the caller
 */
export const scoresOfSteps = (network: Network): Network['scores'] => {
  if (!canWalk(network)) return (x) => tf.tidy(() => runSteps(network.steps, new Map([[network.inputs[0].name, x]])).get(network.ends[0])!); // prettier-ignore
  const scores = tf.customGrad((x, save) => {
    (save as tf.GradSaveFunc)([x as tf.Tensor]);
    const gradFunc = (dy: tf.Tensor, [input]: tf.Tensor[]): tf.Tensor =>
      apartFromTape(() => networkGradient(network, input, () => dy as tf.Tensor2D).gradient);
    return { value: networkLogits(network, x as tf.Tensor), gradFunc };
  });
  return (x) => scores(x);
};
