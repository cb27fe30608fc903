import type { CommonOptions, InputOptions, ModelOptions, RejectOptions } from '../../shell/options.js';

/** Options of `interp classify`. */
export interface ClassifyOptions extends CommonOptions, InputOptions, ModelOptions, RejectOptions {}
