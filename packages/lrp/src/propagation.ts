import { backward, type Rule, type Trace, type TracedLayer } from '@interp/core';
import type { ScoreOptions } from '@interp/targets';
import * as tf from '@tensorflow/tfjs-core';
import { ruleFor, type Composite } from './composite.js';
import type { Accounts, Passage } from './ledger.js';
import type { BiasPolicy, EmptyBranchPolicy, LrpLayer } from './rules/rule.js';

/** The settings of one explanation. */
export interface Propagation {
  /** What is explained. */
  readonly score: ScoreOptions;
  /** The rules. */
  readonly composite: Composite;
  /** Whether biases get a share, if that is not left to the rules. */
  readonly biasPolicy: BiasPolicy | undefined;
  /** What becomes of relevance with nowhere to go. */
  readonly emptyBranch: EmptyBranchPolicy;
  /** Bounds of the model's input. */
  readonly bounds: readonly [number, number];
  /** Names of layers whose relevance is kept. */
  readonly keep: readonly string[];
}

/** What is told of each step that relevance passes through. */
interface Told<Sums> {
  /** The sums of a tensor over each image. */
  readonly sumsOf: (tensor: tf.Tensor) => Sums;
  /** Called with the sums of the relevance of a step's output and its input, and the step, which is done. */
  readonly told: (passage: Passage<Sums>, layer: TracedLayer) => void;
  /** Called with the relevance of the output of each layer in `keep`; borrowed. */
  readonly kept: (layer: string, relevance: tf.Tensor) => void;
}

/**
 * Propagates relevance back through a network.
 *
 * @param run - its forward pass; borrowed
 * @param start - the relevance of its output; borrowed
 * @param propagation - how
 * @param accounts - what rules record goes there
 * @param told - is told of each step
 * @returns the relevance of the input, owned by the caller
 */
export const propagateBack = <Sums>(
  run: Trace,
  start: tf.Tensor,
  { composite, biasPolicy, emptyBranch, bounds, keep }: Omit<Propagation, 'score'>,
  accounts: Accounts,
  { sumsOf, told, kept }: Told<Sums>,
): tf.Tensor => {
  const known = new Map<tf.Tensor, Sums>();
  const sums = (tensor: tf.Tensor): Sums => {
    const found = known.get(tensor) ?? sumsOf(tensor);
    known.set(tensor, found);
    return found;
  };
  const ruleOf = (traced: TracedLayer): Rule => {
    const rule = ruleFor(composite, traced);
    return (_, input, relevance) => {
      const arrived = sums(relevance);
      const { losses, isNew } = accounts.of(traced.name);
      if (isNew && keep.includes(traced.name)) kept(traced.name, relevance);
      const extras = { biasPolicy, emptyBranch, bounds, losses };
      const layer: LrpLayer = Object.assign(Object.create(traced) as TracedLayer, extras);
      const result = rule(layer, input, relevance);
      // `backward` reports results that are no tensors.
      if (result instanceof tf.Tensor) told({ layer: traced.name, arrived, passed: sums(result) }, traced);
      return result;
    };
  };
  return backward(run, start, ruleOf);
};
