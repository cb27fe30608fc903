import type { CommonOptions, InputOptions, ModelOptions } from '../../shell/options.js';

/** Options of `interp prototype`. */
export interface PrototypeOptions extends CommonOptions, InputOptions, ModelOptions {
  /** How they are found. */
  readonly method: 'am' | 'background' | 'expert' | 'decoder';
  /** Which classes. */
  readonly class: readonly number[] | 'all';
  /** Where to start. */
  readonly init?: string;
  /** What is maximised. */
  readonly objective?: 'probability' | 'log-probability' | 'logit';
  /** How gradients become steps. */
  readonly ascent?: 'adam' | 'momentum' | 'plain';
  /** Length of a step. */
  readonly rate?: number;
  /** Steps of each run. */
  readonly steps?: number;
  /** Weight of -‖x‖². */
  readonly lambda?: number;
  /** Weight of minus the total variation. */
  readonly tv?: number;
  /** Random moves, in pixels. */
  readonly jitter?: number;
  /** Runs of each prototype. */
  readonly restarts?: number;
  /** Weight of the expert. */
  readonly gamma?: number;
  /** The expert: a built-in RBM or a file. */
  readonly expert?: string;
  /** The probability at which the ascent through a decoder ends. */
  readonly threshold?: number;
  /** The decoder: a built-in generator or a file. */
  readonly decoder?: string;
  /** Side of a patch, in pixels. */
  readonly side?: number;
  /** What a patch is set to. */
  readonly background?: number;
  /** In what order patches are tried. */
  readonly order?: 'rows' | 'columns' | 'random';
  /** Passes over all patches at most. */
  readonly passes?: number;
  /** Turns with activation maximisation. */
  readonly alternate?: number;
  /** Which of the runs is kept. */
  readonly pick: 'best' | 'odd';
  /** A curve for the picture. */
  readonly contrast?: 'atan';
  /** Whether the picture is a chart of the objective. */
  readonly history?: boolean;
  /** Whether to draw the ascents of all methods on one chart. */
  readonly compare?: boolean;
  /** The network that says what the prototypes are. */
  readonly judge?: string;
}
