import type { CommonOptions, InputOptions } from '../../shell/options.js';

/** Options of `interp data`. */
export interface DataOptions extends CommonOptions, InputOptions {
  /** Other places to fetch from. */
  readonly mirror?: readonly string[];
  /** Whether they may be without encryption. */
  readonly plainHttp?: boolean;
}
