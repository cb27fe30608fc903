import { constantRate } from '@interp/training';
import type { InitialRbmOptions } from './initial-rbm.js';
import type { TrainRbmOptions } from './training/train-rbm.js';
import { contrastiveDivergence } from './training/trainers.js';
import { cho } from './variants.js';

/** How an RBM is made: what {@link initialRbm} and {@link trainRbm} are given, without seeds. */
export interface RbmRecipe {
  /** Options of {@link initialRbm}. */
  readonly network: InitialRbmOptions;
  /** Options of {@link trainRbm}. */
  readonly training: TrainRbmOptions;
}

/**
 * The thesis' expert, as its sections 2.2.2 and 3.2 tell it: Gaussian visible units of constant variance, one σ for all pixels (2.3), and 8 binary
 * hidden units, trained by contrastive divergence. What the thesis does not tell is as in PyDeep (Melchior 2018), with which it was trained:
 * its Gaussian RBM of constant variance keeps σ, here 1, and learns the rest; one Gibbs step, batches of 100, a constant rate of 0.01; first
 * weights of Glorot's size; no momentum, no weight decay; the visible units centred on the mean of the
 * data, without which the hidden units die on pixels from -1 to 1. `{ ...thesisRecipe.network, hidden: 100 }` is the larger one of section 3.2.
 *
 * @example
 * ```ts
 * import { startBackend } from '@interp/backend';
 * import { sampleDigits } from '@interp/mnist';
 * import { initialRbm, thesisRecipe, trainRbm } from '@interp/rbm';
 *
 * await startBackend('wasm');
 * const start = await initialRbm(sampleDigits(), { ...thesisRecipe.network, seed: 1 });
 * const { rbm, history } = await trainRbm(start, sampleDigits(), { ...thesisRecipe.training, epochs: 2, seed: 1 });
 * console.log(history.at(-1)?.reconstruction);
 * start.dispose();
 * rbm.dispose();
 * ```
 */
export const thesisRecipe: RbmRecipe = {
  network: { variant: cho, hidden: 8, sigma: 1, perPixel: false, weightScale: 0.05 },
  training: {
    epochs: 20,
    batch: 100,
    trainer: contrastiveDivergence({ k: 1 }),
    rate: 0.01,
    rates: { logPrecision: 0 },
    schedule: constantRate(),
    centre: 'visible',
    sigmaFloor: 0.1,
  },
};
