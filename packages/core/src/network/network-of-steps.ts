import { isInterpError } from '@interp/checks';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { canonicalise } from './lowering/canonicalise.js';
import { cannotRun } from './cannot-run.js';
import { scoresOfSteps } from './running/gradient.js';
import type { LoweredModel } from './lowering/lower.js';
import type { Network } from './network.js';
import { asFloat, batchesOf, runSteps, type Values } from './running/run.js';
import type { ScoresEnd } from './lowering/scores-end.js';

/** An output of a network, before it is known where its scores end. */
export type NamedOutput = Pick<Network['outputs'][number], 'name' | 'shape' | 'order'>;

/** What a network has besides its steps. */
export interface AroundSteps extends Pick<Network, 'inputs' | 'layers' | 'valuesPerImage'> {
  /** Its outputs, in the order of those of the steps. */
  readonly outputs: readonly NamedOutput[];
  /** The model that it is of. Default none. */
  readonly model?: LayersModel;
  /**
   * Runs it, in a `tf.tidy`: from a batch for each input to the outputs. Default by its steps.
   *
   * @param given - a batch for each input, in their order; borrowed
   * @param network - the network itself
   */
  readonly runAll?: (given: readonly tf.Tensor[], network: Network) => readonly tf.Tensor[];
  /** Makes what gives scores so that the tape records them, of where those of the first output end. Default by its steps. */
  readonly scoresTo?: (end: ScoresEnd) => Network['scores'];
}

/**
 * The network of steps: they are simplified, and it is decided where scores end.
 *
 * @param lowered - the steps, not simplified yet
 * @param around - its inputs and outputs, and how it runs if not by its steps
 * @returns the network
 */
export const networkOfSteps = (lowered: LoweredModel, around: AroundSteps): Network => {
  const { model, inputs, outputs, layers, valuesPerImage } = around;
  const { steps, ends } = canonicalise(lowered);
  const names = inputs.map(({ name }) => name);
  const runOwnSteps = (given: readonly tf.Tensor[]): readonly tf.Tensor[] => {
    const values: Values = new Map(lowered.inputs.map((name, i) => [name, asFloat(given[i])]));
    for (const some of [steps, ...ends.map(({ after }) => after)]) runSteps(some, values);
    return outputs.map(({ order }, i) => {
      const y = values.get(lowered.valueOf(lowered.outputs[i]))!;
      return order ? tf.transpose(y, [...order]) : tf.clone(y);
    });
  };
  const { runAll = runOwnSteps } = around;
  const network: Network = {
    ...(model && { model }),
    inputs,
    outputs: outputs.map((output, i) => ({
      ...output,
      scores: ends[i].scores,
      probabilities: ends[i].probabilities,
    })),
    run: (given) => {
      const batches = batchesOf(names, given);
      try {
        return tf.tidy(() => Object.fromEntries(runAll(batches, network).map((y, i) => [outputs[i].name, y])));
      } catch (cause) {
        throw isInterpError(cause) ? cause : cannotRun(model, batches, cause);
      }
    },
    scores: (x, mode) => toScores(x, mode),
    layers,
    lowered,
    steps,
    ends: ends.map(({ value }) => value),
    valuesPerImage,
    toOutputs: ends.map(({ after }) => after),
  };
  const toScores = around.scoresTo?.(ends[0]) ?? scoresOfSteps(network);
  return network;
};
