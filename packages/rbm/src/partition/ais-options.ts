import { checkedOptions, checkNumber } from '@interp/core/internal';
import type * as tf from '@tensorflow/tfjs-core';
import type { BaseRate } from './base-rate.js';

/** How annealed importance sampling goes. */
export interface AisOptions {
  /** Steps from the base rate to the model, evenly spread. Default 10,000. */
  readonly temperatures?: number;
  /** Chains, all in one batch. Default 100. */
  readonly chains?: number;
  /** Decides all random numbers: a whole number. Default 0. */
  readonly seed?: number;
  /** Where the path starts; {@link baseRate} makes one of images. Default: the model's own means. */
  readonly base?: BaseRate;
  /**
   * Well-mixed samples that the reverse run starts from, `[n, ...inputShape]`; borrowed. Default: exact samples where the states can be
   * enumerated, else the forward run's last chains, resampled by their weights and mixed for `mixing` steps.
   */
  readonly samples?: tf.Tensor;
  /** Gibbs steps that mix the samples where they are neither given nor exact. Default 1,000. */
  readonly mixing?: number;
  /** Largest difference between both runs, in nats, without a warning. Default 1. */
  readonly tolerance?: number;
}

/** {@link AisOptions} with the defaults filled in. */
export type AisSettings = AisOptions & Required<Omit<AisOptions, 'base' | 'samples'>>;

/**
 * Fills in the defaults and checks all numbers.
 *
 * @param options - what the caller gave
 * @returns the settings
 * @throws InterpError `bad-option` for one that is out of range
 */
export const aisSettings = (options: AisOptions): AisSettings => {
  const { temperatures = 10_000, chains = 100, seed = 0, mixing = 1000, tolerance = 1 } = checkedOptions(options);
  checkNumber('temperatures', temperatures, { min: 1, integer: true });
  checkNumber('chains', chains, { min: 2, integer: true });
  checkNumber('seed', seed, { integer: true });
  checkNumber('mixing', mixing, { min: 0, integer: true });
  checkNumber('tolerance', tolerance, { min: 0 });
  return { ...options, temperatures, chains, seed, mixing, tolerance };
};
