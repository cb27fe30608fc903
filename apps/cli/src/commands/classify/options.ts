import type { CommonOptions, InputOptions, ModelOptions } from '../../shell/options.js';
import type { RejectOptions } from '../../shell/reject-options.js';

/** Options of `interp classify`. */
export interface ClassifyOptions extends CommonOptions, InputOptions, ModelOptions, RejectOptions {}
