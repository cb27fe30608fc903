import type { EvaluateGanOptions } from '@interp/gan';
import type { CommonOptions, InputOptions } from '../../shell/options.js';

/** Options of commands about a generator. */
interface GanOptions extends CommonOptions {
  /** The generator: a built-in name or a `model.json`. */
  readonly model: string;
  /** The network that says what samples are. */
  readonly judge: string;
}

/** Options of `interp gan sample`. */
export interface GanSampleOptions extends GanOptions {
  /** How many latent codes. */
  readonly count?: number;
  /** Images of each walk from one code to the next. */
  readonly walk?: number;
}

/** Options of `interp gan history`. */
export interface GanHistoryOptions extends CommonOptions {
  /** Where the animation goes. */
  readonly animation?: string;
}

/** Options of `interp gan evaluate`; numbers of samples are described in `@interp/gan`. */
export interface GanEvaluateOptions extends GanOptions, InputOptions, Pick<EvaluateGanOptions, 'count' | 'neighbours'> {
  /** Whether digits drawn by code take MNIST's place. */
  readonly drawn?: boolean;
}
