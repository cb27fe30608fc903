import type { CommonOptions, InputOptions, ModelOptions } from '../../shell/options.js';

/** Options of `interp drift`. */
export interface DriftOptions extends CommonOptions, InputOptions, ModelOptions {
  /** Another network, to stand beside it. */
  readonly against?: string;
  /** How far the attack may move each value. */
  readonly epsilon: number;
  /** Steps of the attack. */
  readonly steps: number;
  /** The share of a map that counts as its top. */
  readonly top?: number;
}
