import * as tf from '@tensorflow/tfjs-core';
import { memoised } from '../memoised.js';
import { neededFor } from './canonicalise.js';
import type { Network } from './network.js';

/**
 * The network whose scores are the outputs themselves: a softmax or sigmoid at the end is one of its steps. For decoders, and for
 * values that are no scores of classes.
 *
 * @param network - the network
 * @returns the same if its scores are its outputs, else another one, cached
 */
export const outputNetwork = memoised((network: Network): Network => {
  const { toOutputs, model } = network;
  if (!model || toOutputs.every((steps) => steps.length === 0)) return network;
  const ends = network.ends.map((end, i) => toOutputs[i].at(-1)?.outputs[0] ?? end);
  const all = new Set([...network.steps, ...toOutputs.flat()]);
  return {
    ...network,
    outputs: network.outputs.map((output) => ({ ...output, scores: 'identity', probabilities: 'none' })),
    scores: (x, { training = false } = {}) => tf.tidy(() => [model.apply(x, { training }) as tf.Tensor].flat()[0]),
    steps: neededFor([...all], ends),
    ends,
    toOutputs: ends.map(() => []),
  };
});
