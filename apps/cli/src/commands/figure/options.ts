import type { Language } from '@interp/thesis';
import type { CommonOptions, InputOptions, ModelOptions } from '../../shell/options.js';

/** Options of `interp figure`. */
export interface FigureOptions extends CommonOptions, InputOptions, ModelOptions {
  /** The RBM of Figure 2.1, and the expert of others. */
  readonly expert: string;
  /** The image that Figure 2.4 explains. */
  readonly input: string;
  /** Language of the words in the picture. */
  readonly lang?: Language;
}
