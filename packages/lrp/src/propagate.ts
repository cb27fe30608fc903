import { backward, InterpError, relevanceStart, trace, type Network, type Rule, type WalkLayer } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import { ruleFor, type Composite } from './composite.js';
import { imageSums, type ImageSums } from './image-totals.js';
import type { LayerAccount } from './ledger.js';
import type { LrpLayer } from './rules/rule.js';
import type { LrpOptions } from './lrp-options.js';

/** What is fixed in one explanation. */
export interface Propagation extends Pick<LrpOptions, 'target' | 'versus' | 'score'> {
  /** The rules. */
  readonly composite: Composite;
  /** Whether biases take a share. */
  readonly biasPolicy: LrpLayer['biasPolicy'];
  /** What becomes of relevance with nowhere to go. */
  readonly emptyBranch: LrpLayer['emptyBranch'];
  /** Bounds of the model's input. */
  readonly bounds: readonly [number, number];
  /** Names of layers whose relevance is kept. */
  readonly keep: readonly string[];
}

/** What one batch gave; its tensors are the caller's. */
export interface Propagated {
  /** Relevance of the input. */
  readonly relevance: tf.Tensor;
  /** Scores before any softmax, `[n, classes]`. */
  readonly logits: tf.Tensor2D;
}

const newAccount = (layer: string, { totals, sizes }: ImageSums): LayerAccount => {
  const zeros = (): Float64Array => new Float64Array(totals.length);
  return { layer, in: totals, size: sizes, out: zeros(), bias: zeros(), stabiliser: zeros(), empty: zeros() };
};

/**
 * Propagates the relevance of one batch.
 *
 * @param network - what is explained
 * @param x - the batch; borrowed
 * @param propagation - how
 * @param accounts - takes an account for each layer, from the output to the input
 * @param kept - takes the relevance of the output of each layer in `keep`, by name, `[n, ...]`; the tensors are the caller's
 * @returns what came of it
 * @throws InterpError `not-finite`, naming the layer
 */
export const propagate = (
  network: Network,
  x: tf.Tensor,
  { composite, biasPolicy, emptyBranch, bounds, keep, ...score }: Propagation,
  accounts: Map<string, LayerAccount>,
  kept: Record<string, tf.Tensor>,
): Propagated =>
  tf.tidy(() => {
    const run = trace(network, x);
    const sums = new Map<tf.Tensor, ImageSums>();
    const sumsOf = (tensor: tf.Tensor): ImageSums => {
      const known = sums.get(tensor) ?? imageSums(tensor);
      sums.set(tensor, known);
      return known;
    };

    const ruleOf = (walkLayer: WalkLayer): Rule => {
      const rule = ruleFor(composite, walkLayer);
      return (_, input, relevance) => {
        const account = accounts.get(walkLayer.name) ?? newAccount(walkLayer.name, sumsOf(relevance));
        if (!accounts.has(walkLayer.name)) {
          accounts.set(walkLayer.name, account);
          if (keep.includes(walkLayer.name)) kept[walkLayer.name] = tf.keep(tf.clone(relevance));
        }
        const extras = { biasPolicy, emptyBranch, bounds, losses: account };
        const layer: LrpLayer = Object.assign(Object.create(walkLayer) as WalkLayer, extras);
        const result = rule(layer, input, relevance);
        // Of anything but a tensor the walk says what is wrong.
        if (!(result instanceof tf.Tensor)) return result;
        const { totals } = sumsOf(result);
        checkFinite(walkLayer.name, totals);
        account.out = totals;
        return result;
      };
    };

    const start = relevanceStart(score)(run.output as tf.Tensor2D);
    const relevance = backward(run, start, ruleOf);
    return { relevance, logits: tf.clone(run.output) as tf.Tensor2D };
  });

const checkFinite = (layer: string, totals: Float64Array): void => {
  const image = totals.findIndex((total) => !Number.isFinite(total));
  if (image < 0) return;
  throw new InterpError(
    'not-finite',
    `the relevance below the layer "${layer}" is ${totals[image]} for image ${image} of its batch; expected finite values; check the model's weights, or take a rule that does not divide by sums near 0`,
  );
};
