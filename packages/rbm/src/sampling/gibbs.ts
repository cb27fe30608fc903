import { random } from '@interp/core';
import { checkedOptions, checkNumber, hostTensor, hostValues } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { visibleRows } from '../check-visible.js';
import { visibleGiven } from '../conditionals.js';
import { randomBlocks } from './random-blocks.js';
import type { Rbm } from '../rbm.js';
import { drawHidden, drawVisible } from './conditionals.js';
import { lawsOf } from './uncentred-laws.js';

/** How chains are sampled. */
export interface GibbsOptions {
  /** Gibbs steps: hidden units given the visible ones, then visible ones given the hidden ones. Default 1. */
  readonly steps?: number;
  /** Decides all random numbers: a whole number. Default 0. */
  readonly seed?: number;
}

/** Where chains are after the last step. All tensors belong to the caller. */
export interface GibbsSamples {
  /** The visible units, `[n, ...inputShape]`: for Gaussian ones with their noise. */
  readonly visible: tf.Tensor;
  /** Their means given the hidden units (probabilities of binary ones), `[n, ...inputShape]`: what people look at. */
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
 * Block Gibbs sampling as a generator of steps, for `drive` of `@interp/core` or a loop of one's own: it yields the number of steps done.
 * {@link gibbs} is the same in one call.
 *
 * @param machine - the RBM; borrowed
 * @param v - where the chains start, `[n, ...inputShape]`; borrowed
 * @param options - steps and seed
 * @returns the steps; their result is where the chains end
 * @throws InterpError `bad-option` for fewer than one step, `bad-shape` or `bad-value` for a start that does not fit
 */
export function* gibbsSteps(
  machine: Rbm,
  v: tf.Tensor,
  options: GibbsOptions = {},
): Generator<number, GibbsSamples, boolean> {
  const { steps = 1, seed = 0 } = checkedOptions(options);
  checkNumber('steps', steps, { min: 1, integer: true });
  const numbers = randomBlocks(random(seed));
  const laws = lawsOf(machine);
  const { parameters, visible, hidden } = machine;
  const W = tf.keep(tf.tensor2d(parameters.weights, [visible, hidden]));
  let state: { x: tf.Tensor2D; h: tf.Tensor2D } | undefined;
  const next = (x: tf.Tensor2D): { x: tf.Tensor2D; h: tf.Tensor2D } => {
    const made = tf.tidy(() => {
      const h = drawHidden(tf.matMul(x, W), laws.hidden, numbers);
      return { h, x: drawVisible(h, W, laws, numbers) };
    });
    return { h: tf.keep(made.h), x: tf.keep(made.x) };
  };
  try {
    const first = tf.keep(tf.tidy((): tf.Tensor2D => tf.mul(visibleRows(machine, v), tf.tensor1d(laws.visible.gain))));
    state = next(first);
    first.dispose();
    let done = 1;
    while (!(yield done) && done < steps) {
      const old = state;
      state = next(old.x);
      tf.dispose(old);
      done++;
    }
    const shape = [v.shape[0], ...machine.inputShape];
    const samples = unscaled(state.x, laws.visible.gain, shape);
    const means = visibleGiven(machine, state.h);
    return { visible: samples, means, hidden: tf.clone(state.h), steps: done };
  } finally {
    W.dispose();
    if (state) tf.dispose(state);
  }
}
