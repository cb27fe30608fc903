import { checkedOptions, checkNumber } from '@interp/core/internal';
import { crossEntropy } from './cross-entropy.js';
import type { GanLoss } from './loss.js';
import { r1 } from './r1.js';

/** What the losses with a probability at the end can be told. */
export interface SmoothingOptions {
  /** How far below 1 the discriminator's target for real images lies (Salimans et al. 2016), from 0 to below 0.5. Default 0. */
  readonly smoothing?: number;
}

/** The discriminator's part of the losses with a probability at the end. */
export const probabilistic = (options: SmoothingOptions): Omit<GanLoss, 'name' | 'generator'> => {
  const { smoothing = 0 } = checkedOptions(options);
  checkNumber('smoothing', smoothing, { min: 0, max: 0.49 });
  return {
    settings: { smoothing },
    penalty: r1(),
    real: (logits) => crossEntropy(logits, 1 - smoothing),
    fake: (logits) => crossEntropy(logits, 0),
  };
};

/**
 * The non-saturating loss (Goodfellow et al. 2014, section 3): the discriminator minimises its binary cross-entropy, the generator
 * -mean log D(G(z)), whose derivative does not vanish where the discriminator is sure. The penalty that goes with it is {@link r1}.
 *
 * @param options - label smoothing
 * @returns the loss
 * @throws InterpError `bad-option` for a smoothing out of range
 */
export const nonSaturating = (options: SmoothingOptions = {}): GanLoss => ({
  ...probabilistic(options),
  name: 'non-saturating',
  generator: (logits) => crossEntropy(logits, 1),
});
