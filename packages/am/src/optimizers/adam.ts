import { number, optionsTable } from '@interp/checks';
import { adam as adamOptimizer } from '@interp/training';
import { uphill, type AscentOptimizer } from './ascent-optimizer.js';

/** Options of {@link adam}. */
export interface AdamOptions {
  /** Learning rate, about the change of a value in one step. Default 0.1. */
  readonly rate?: number;
  /** Decay of the running mean of the gradient, from 0 to below 1. Default 0.9. */
  readonly beta1?: number;
  /** Decay of the running mean of the squared gradient. Default 0.9: the gradients of an ascent change faster than those of training. */
  readonly beta2?: number;
  /** Added to the root of the mean square, to avoid division by 0. Default 1e-8. */
  readonly epsilon?: number;
}

/** Checks and defaults of {@link AdamOptions}. */
export const adamOptions = optionsTable<AdamOptions>()({
  rate: number({ above: 0, default: 0.1 }),
  beta1: number({ min: 0, max: 1 - 1e-9, default: 0.9 }),
  beta2: number({ min: 0, max: 1 - 1e-9, default: 0.9 }),
  epsilon: number({ above: 0, default: 1e-8 }),
});

/**
 * Adam for ascent (Kingma & Ba 2015). Its steps do not shrink with the gradient, so it leaves the plateaus of a saturated
 * softmax.
 *
 * @param options - rate and decays
 * @returns the optimiser
 * @throws InterpError `bad-option` for a rate or epsilon that is not above 0 or a decay outside of [0, 1)
 */
export const adam = (options: AdamOptions = {}): AscentOptimizer => {
  const { rate, ...decays } = adamOptions.withDefaults(options);
  return uphill(adamOptimizer({ ...decays, asWritten: true }), rate);
};
