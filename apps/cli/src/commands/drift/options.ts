import type { SideBySideOptions } from '../../models/side-by-side.js';
import type { CommonOptions, InputOptions, ModelOptions } from '../../shell/options.js';

/** Options of `interp drift`. */
export interface DriftOptions extends CommonOptions, InputOptions, ModelOptions, SideBySideOptions {
  /** How far the attack may move each value. */
  readonly epsilon: number;
  /** Steps of the attack. */
  readonly steps: number;
  /** The share of a map that counts as its top. */
  readonly top?: number;
}
