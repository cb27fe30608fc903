import { number, optionsTable } from '@interp/checks';
import { sgd } from '@interp/training';
import { uphill, type AscentOptimizer } from './ascent-optimizer.js';
import { plainOptions, withUnitGradients, type PlainOptions } from './plain.js';

/** Options of {@link momentum}. */
export interface MomentumOptions extends PlainOptions {
  /** Momentum μ, from 0 to below 1. Default 0.9. */
  readonly momentum?: number;
}

/** Checks and defaults of {@link MomentumOptions}. */
export const momentumOptions = optionsTable<MomentumOptions>()({
  ...plainOptions.rules,
  momentum: number({ min: 0, max: 1 - 1e-9, default: 0.9 }),
});

/**
 * Gradient ascent with momentum, v ← μ v + ∇, x ← x + rate v (Polyak 1964).
 *
 * @param options - rate, momentum, normalisation
 * @returns the optimiser
 * @throws InterpError `bad-option` for a rate that is not above 0 or a momentum outside of [0, 1)
 */
export const momentum = (options: MomentumOptions = {}): AscentOptimizer => {
  const { rate, momentum: decay, normalise } = momentumOptions.withDefaults(options);
  const optimizer = uphill(sgd({ momentum: decay }), rate);
  return normalise ? withUnitGradients(optimizer) : optimizer;
};
