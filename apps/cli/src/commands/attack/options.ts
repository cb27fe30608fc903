import type { CommonOptions, InputOptions, ModelOptions } from '../../shell/options.js';
import type { MethodOptions } from './methods.js';

/** Options of `interp attack`. */
export interface AttackOptions extends CommonOptions, InputOptions, ModelOptions, MethodOptions {
  /** The class to be taken for, its number or name. */
  readonly target?: string;
  /** Whether images are rounded to 8 bits before they are judged. */
  readonly round?: boolean;
}
