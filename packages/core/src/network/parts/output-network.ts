import { applied } from '@interp/tape/internal';
import * as tf from '@tensorflow/tfjs-core';
import { memoised } from '../../memoised.js';
import { neededFor } from '../lowering/canonicalise.js';
import { scoresOfSteps } from '../running/gradient.js';
import type { Network } from '../network.js';

/**
 * The network whose scores are the outputs themselves: a softmax or sigmoid at the end is one of its steps. For decoders, and for
 * values that are no scores of classes.
 *
 * @param network - the network
 * @returns the same if its scores are its outputs, else another one, cached
 */
export const outputNetwork = memoised((network: Network): Network => {
  const { toOutputs, model } = network;
  if (toOutputs.every((steps) => steps.length === 0)) return network;
  const ends = network.ends.map((end, i) => toOutputs[i].at(-1)?.outputs[0] ?? end);
  const all = new Set([...network.steps, ...toOutputs.flat()]);
  const made: Network = {
    ...network,
    outputs: network.outputs.map((output) => ({ ...output, scores: 'identity', probabilities: 'none' })),
    scores: (x, { training = false } = {}) =>
      model ? tf.tidy(() => applied(model, [x], { training })[0]) : scoresOfSteps(made)(x),
    steps: neededFor([...all], ends),
    ends,
    toOutputs: ends.map(() => []),
  };
  return made;
});
