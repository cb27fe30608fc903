import type { CommonOptions, InputOptions, ModelOptions } from '../../shell/options.js';
import type { MethodOptions } from './methods.js';

/** Options of `interp explain`. */
export interface ExplainOptions extends CommonOptions, InputOptions, ModelOptions, MethodOptions {
  /** Whether methods are shown side by side. */
  readonly compare?: boolean;
  /** Whether maps are drawn each on its own scale. */
  readonly scale: 'own' | 'shared';
}
