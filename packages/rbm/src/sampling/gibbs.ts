import { number, optionsTable } from '@interp/checks';
import { drive, random, type DriveOptions } from '@interp/core';
import { hostTensor, hostValues, splitDriveOptions } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { visibleGiven, visibleRows } from '../energy.js';
import type { Rbm } from '../rbm.js';
import { conditionalsOf, drawHidden, drawVisible } from './conditionals.js';
import { randomBlocks } from './random-blocks.js';

/** Options of {@link gibbs}. */
export interface GibbsOptions {
  /** Gibbs steps: hidden units given the visible ones, then visible ones given the hidden ones. Default 1. */
  readonly steps?: number;
  /** Seed of all random numbers, an integer. Default 0. */
  readonly seed?: number;
}

/** Checks and defaults of {@link GibbsOptions}. */
export const gibbsOptions = optionsTable<GibbsOptions>()({
  steps: number({ min: 1, integer: true, default: 1 }),
  seed: number({ integer: true, default: 0 }),
});

/** The states of chains after the last step. All tensors belong to the caller. */
export interface GibbsSamples {
  /** The visible units, `[n, ...inputShape]`: for Gaussian ones with their noise. */
  readonly visible: tf.Tensor;
  /** Their means given the hidden units (probabilities of binary ones), `[n, ...inputShape]`: use them for display. */
  readonly means: tf.Tensor;
  /** The hidden states that they were drawn from, `[n, N]`, 0 or 1. */
  readonly hidden: tf.Tensor2D;
  /** Steps done. */
  readonly steps: number;
}

const unscaled = (x: tf.Tensor, gain: Float32Array, shape: readonly number[]): tf.Tensor =>
  hostTensor(shape, (out) => {
    const scaled = hostValues(x);
    for (let at = 0; at < out.length; at++) out[at] = scaled[at] / gain[at % gain.length];
  });

/**
 * Block Gibbs sampling as a generator of steps, for `drive` of `@interp/core` or a loop of your own: it yields the number of steps done.
 * {@link gibbs} is the same in one call.
 *
 * @param model - the RBM; borrowed
 * @param v - where the chains start, `[n, ...inputShape]`; borrowed
 * @param options - steps and seed
 * @returns the steps; their result is where the chains end
 * @throws InterpError `bad-option` for fewer than one step, `bad-shape` or `bad-value` for a start that does not fit
 */
export function* gibbsSteps(
  model: Rbm,
  v: tf.Tensor,
  options?: GibbsOptions,
): Generator<number, GibbsSamples, boolean> {
  const { steps, seed } = gibbsOptions.withDefaults(options);
  const blocks = randomBlocks(random(seed));
  const conditionals = conditionalsOf(model);
  const { parameters, visible, hidden } = model;
  const W = tf.keep(tf.tensor2d(parameters.weights, [visible, hidden]));
  let state: { x: tf.Tensor2D; h: tf.Tensor2D } | undefined;
  const next = (x: tf.Tensor2D): { x: tf.Tensor2D; h: tf.Tensor2D } => {
    const made = tf.tidy(() => {
      const h = drawHidden(tf.matMul(x, W), conditionals.hidden, blocks);
      return { h, x: drawVisible(h, W, conditionals, blocks) };
    });
    return { h: tf.keep(made.h), x: tf.keep(made.x) };
  };
  try {
    const first = tf.keep(
      tf.tidy((): tf.Tensor2D => tf.mul(visibleRows(model, v), tf.tensor1d(conditionals.visible.inputGain))),
    );
    try {
      state = next(first);
    } finally {
      first.dispose();
    }
    let done = 1;
    while (!(yield done) && done < steps) {
      const old = state;
      state = next(old.x);
      tf.dispose(old);
      done++;
    }
    const shape = [v.shape[0], ...model.inputShape];
    const { x, h } = state;
    const samples = tf.tidy(() => ({
      visible: unscaled(x, conditionals.visible.inputGain, shape),
      means: visibleGiven(model, h),
      hidden: tf.clone(h),
    }));
    return { ...samples, steps: done };
  } finally {
    W.dispose();
    if (state) tf.dispose(state);
  }
}

/**
 * Samples an RBM by block Gibbs sampling, all chains in one batch: figure 2.2 of the thesis after 100 steps.
 *
 * @param model - the RBM; borrowed
 * @param v - where the chains start, `[n, ...inputShape]`; borrowed
 * @param options - steps and seed, and `onStep` and `signal` of `drive`
 * @returns where the chains end; its tensors belong to the caller
 * @throws InterpError `bad-option` for fewer than one step, `bad-shape` or `bad-value` for a start that does not fit
 *
 * @example
 * ```ts
 * import { startBackend } from '@interp/backend';
 * import { sampleDigits } from '@interp/mnist';
 * import { cho, gibbs, initialRbm } from '@interp/rbm';
 *
 * await startBackend('wasm');
 * const model = await initialRbm(sampleDigits(), { hidden: 8, variant: cho });
 * const { visible, means, hidden } = await gibbs(model, sampleDigits().images([0, 1, 2]), { steps: 100, seed: 1 });
 * console.log(means.shape); // [ 3, 28, 28, 1 ]
 * visible.dispose();
 * means.dispose();
 * hidden.dispose();
 * model.dispose();
 * ```
 */
export const gibbs = async (
  model: Rbm,
  v: tf.Tensor,
  options: GibbsOptions & DriveOptions<number> = {},
): Promise<GibbsSamples> => {
  const [own, driving] = splitDriveOptions(options);
  const { total = own.steps ?? gibbsOptions.defaults.steps } = driving;
  return drive(gibbsSteps(model, v, own), { ...driving, total });
};
