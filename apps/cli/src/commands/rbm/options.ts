import type { EvaluateRbmOptions } from '@interp/rbm';
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

/** Temperatures of annealed importance sampling; fewer than the package takes, for an answer within a minute. */
export const aisTemperatures = 3000;

/** Options of `interp rbm evaluate`; those that are not here are described in `@interp/rbm`. */
export interface RbmEvaluateOptions extends RbmOptions, Pick<EvaluateRbmOptions, 'chains' | 'limit'> {
  /** How log Z is got. */
  readonly method?: 'auto' | 'exact' | 'ais';
  /** Temperatures of annealed importance sampling. */
  readonly steps?: number;
  /** Whether digits drawn by code take MNIST's place. */
  readonly drawn?: boolean;
  /** Whether simpler densities are computed beside. */
  readonly baselines: boolean;
}
