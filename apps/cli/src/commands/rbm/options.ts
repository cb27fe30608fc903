import type { CommonOptions, InputOptions } from '../../shell/options.js';

/** Options of both commands about an RBM. */
interface RbmOptions extends CommonOptions, InputOptions {
  /** The RBM: a built-in name or a file. */
  readonly model: string;
}

/** Options of `interp rbm sample`. */
export interface RbmSampleOptions extends RbmOptions {
  /** Gibbs steps. */
  readonly steps: number;
  /** Where the chains start: inputs, or `random`. */
  readonly init?: readonly string[];
  /** How many chains. */
  readonly count?: number;
}

/** Options of `interp rbm evaluate`. */
export interface RbmEvaluateOptions extends RbmOptions {
  /** How log Z is got. */
  readonly method: 'auto' | 'exact' | 'ais';
  /** Temperatures of annealed importance sampling. */
  readonly steps?: number;
  /** Chains of annealed importance sampling. */
  readonly chains?: number;
  /** Only the first so many digits. */
  readonly limit?: number;
  /** Whether digits drawn by code take MNIST's place. */
  readonly drawn?: boolean;
  /** Whether simpler densities are computed beside. */
  readonly baselines: boolean;
}
