import { drive, type DriveOptions } from '@interp/core';
import { checkedOptions } from '@interp/core/internal';
import type * as tf from '@tensorflow/tfjs-core';
import { gibbsSteps, type GibbsOptions, type GibbsSamples } from './gibbs-steps.js';
import type { Rbm } from './rbm.js';

/**
 * Samples an RBM by block Gibbs sampling, all chains in one batch: figure 2.2 of the thesis after 100 steps.
 *
 * @param machine - the RBM; borrowed
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
 * const machine = await initialRbm(sampleDigits(), { hidden: 8, variant: cho });
 * const { visible, means, hidden } = await gibbs(machine, sampleDigits().images([0, 1, 2]), { steps: 100, seed: 1 });
 * console.log(means.shape); // [ 3, 28, 28, 1 ]
 * visible.dispose();
 * means.dispose();
 * hidden.dispose();
 * machine.dispose();
 * ```
 */
export const gibbs = async (
  machine: Rbm,
  v: tf.Tensor,
  options: GibbsOptions & DriveOptions<number> = {},
): Promise<GibbsSamples> => {
  const { steps = 1, seed = 0, ...driving } = checkedOptions(options);
  return drive(gibbsSteps(machine, v, { steps, seed }), { total: steps, ...driving });
};
