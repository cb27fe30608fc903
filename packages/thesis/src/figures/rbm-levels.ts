import type { LabelledImages } from '@interp/core';
import { ais, canEnumerate, exactLogPartition, logDensity, type AisOptions, type Rbm } from '@interp/rbm';
import * as tf from '@tensorflow/tfjs-core';

const batch = 500;

/** Log-densities of digits and of images of one grey value, in nats. */
export interface LogLevels {
  /** The mean over digits. */
  readonly digits: number;
  /** Of the black image: nothing but background, -1. */
  readonly black: number;
  /** Of the grey image, 0. */
  readonly grey: number;
  /** Of the white image: nothing but stroke, 1. */
  readonly white: number;
}

/**
 * Unnormalised log-densities log p* under an RBM with continuous visible units.
 *
 * @param rbm - the RBM; borrowed
 * @param digits - labelled images; borrowed
 * @param n - how many of them, from the first
 * @returns the levels
 */
export const logDensityLevels = (rbm: Rbm, digits: LabelledImages, n: number): LogLevels => {
  const values = (images: () => tf.Tensor): readonly number[] =>
    tf.tidy(() => Array.from(logDensity(rbm, images()).dataSync<'float32'>()));
  let sum = 0;
  for (let from = 0; from < n; from += batch) {
    const indices = Uint32Array.from({ length: Math.min(batch, n - from) }, (_, i) => from + i);
    sum = values(() => digits.images(indices)).reduce((total, value) => total + value, sum);
  }
  const [black, grey, white] = values(() => tf.stack([-1, 0, 1].map((value) => tf.fill([...rbm.inputShape], value))));
  return { digits: sum / n, black, grey, white };
};

/** log Z and how it was got. */
export interface LogPartition {
  /** log Z, in nats. */
  readonly logZ: number;
  /** What the estimate rests on; missing where log Z is exact. */
  readonly ais?: {
    readonly temperatures: number;
    readonly chains: number;
    /** Effective sample sizes of the runs forward and back. */
    readonly effective: readonly [forward: number, reverse: number];
  };
}

/**
 * log Z: exact where the hidden states can be enumerated, else by annealed importance sampling.
 *
 * @param rbm - the RBM; borrowed
 * @param options - of the sampling
 * @returns log Z
 */
export const logPartition = async (
  rbm: Rbm,
  options: AisOptions & { readonly temperatures: number; readonly chains: number; readonly signal: AbortSignal },
): Promise<LogPartition> => {
  if (canEnumerate(rbm)) return { logZ: await exactLogPartition(rbm, { signal: options.signal }) };
  const { logZ, forward, reverse } = await ais(rbm, options);
  const { temperatures, chains } = options;
  return { logZ, ais: { temperatures, chains, effective: [forward.effectiveSampleSize, reverse.effectiveSampleSize] } };
};
