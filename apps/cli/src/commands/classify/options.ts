import type { CommonOptions, InputOptions, ModelOptions } from '../../shell/options.js';

/** Options of `interp classify`. */
export interface ClassifyOptions extends CommonOptions, InputOptions, ModelOptions {
  /** Whether images that are no digit are to be told from digits. */
  readonly reject?: boolean;
}
