import type { CommonOptions, ModelOptions } from '../../shell/options.js';

/** Options of `interp model`. */
export interface ShowModelOptions extends CommonOptions, Omit<ModelOptions, 'model'> {
  /** Whether what is said of the model is remembered in its `interp.json`. */
  readonly write?: boolean;
}
