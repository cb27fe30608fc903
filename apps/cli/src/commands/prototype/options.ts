import type { BackgroundOptions, DecoderOptions, PrototypeOptions as AmOptions } from '@interp/am';
import type { CommonOptions, InputOptions, ModelOptions } from '../../shell/options.js';

/** Steps of activation maximisation; more than the package takes, for pictures of all classes. */
export const amSteps = 200;
/** The expert where none is named. */
export const defaultExpert = 'rbm-8';
/** The decoder where none is named. */
export const defaultDecoder = 'generator';

type Numbers = Pick<AmOptions, 'lambda' | 'jitter' | 'steps'> &
  Pick<BackgroundOptions, 'side' | 'background' | 'passes' | 'alternate'> &
  Pick<DecoderOptions, 'restarts' | 'draws' | 'threshold' | 'pick' | 'gamma'>;

/** Options of `interp prototype`; those that are not here are described in `@interp/am`. */
export interface PrototypeOptions extends CommonOptions, InputOptions, ModelOptions, Numbers {
  /** How they are found. */
  readonly method: 'am' | 'background' | 'expert' | 'decoder';
  /** Which classes: numbers or names with commas between, or `all`. */
  readonly class: string;
  /** Where to start. */
  readonly init?: string;
  /** What is maximised. */
  readonly objective?: 'probability' | 'log-probability' | 'logit';
  /** How gradients become steps. */
  readonly optimizer?: 'adam' | 'momentum' | 'plain';
  /** Length of a step. */
  readonly rate?: number;
  /** Weight of minus the total variation. */
  readonly tv?: number;
  /** The expert: a built-in RBM or a file. */
  readonly expert?: string;
  /** The decoder: a built-in generator or a file. */
  readonly decoder?: string;
  /** In what order patches are tried. */
  readonly order?: 'rows' | 'columns' | 'random';
  /** A curve for the picture. */
  readonly contrast?: 'atan';
  /** Whether the picture is a chart of the objective. */
  readonly history?: boolean;
  /** Whether to draw the ascents of all methods on one chart. */
  readonly compare?: boolean;
  /** The network that says what the prototypes are. */
  readonly judge?: string;
}
