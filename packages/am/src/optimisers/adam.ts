import { adam as adamOptimizer, number, optionsTable } from '@interp/core/internal';
import { uphill, type Ascent } from './ascent.js';

/** Options of {@link adam}. */
export interface AdamOptions {
  /** About how far a value of the input moves in one step. Default 0.1. */
  readonly rate?: number;
  /** Share of the mean gradient that is kept from step to step, from 0 to below 1. Default 0.9. */
  readonly beta1?: number;
  /** The same for the mean squared gradient. Default 0.9: the gradients of an ascent change faster than those of training. */
  readonly beta2?: number;
  /** Added to the root of the mean square, so that nothing is divided by 0. Default 1e-8. */
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
 * Adam, uphill (Kingma & Ba 2015). Its steps do not shrink with the gradient, so that it leaves the plateaus of a saturated
 * softmax.
 *
 * @param options - rate and decays
 * @returns the ascent
 * @throws InterpError `bad-option` for a rate or epsilon that is not above 0 or a decay outside of [0, 1)
 */
export const adam = (options: AdamOptions = {}): Ascent => {
  const { rate, ...decays } = adamOptions.withDefaults(options);
  return uphill(adamOptimizer({ ...decays, asWritten: true }), rate);
};
