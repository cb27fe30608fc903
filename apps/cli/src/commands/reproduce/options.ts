import type { Language } from '@interp/thesis';
import type { CommonOptions, InputOptions } from '../../shell/options.js';

/** Options of `interp reproduce`. */
export interface ReproduceOptions extends CommonOptions, InputOptions {
  /** The folder of the report. */
  readonly folder: string;
  /** Whether samples are small. */
  readonly quick?: boolean;
  /** Whether all networks are trained first. */
  readonly train?: boolean;
  /** Only these figures. */
  readonly only?: readonly string[];
  /** Language of the report. */
  readonly lang?: Language;
  /** Where digits come from. */
  readonly digits: 'auto' | 'mnist' | 'drawn';
  /** A classifier in the place of today's. */
  readonly model?: string;
  /** An RBM in the place of today's expert. */
  readonly expert?: string;
  /** A generator in the place of today's. */
  readonly decoder?: string;
  /** Whether what an earlier run has drawn is drawn again. */
  readonly fresh?: boolean;
}
