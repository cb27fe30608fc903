import type { CommonOptions, InputOptions, ModelOptions } from '../../shell/options.js';

/** Options of `interp evaluate`. */
export interface EvaluateOptions extends CommonOptions, InputOptions, ModelOptions {
  /** The part of MNIST, where no inputs are given. */
  readonly split: 'test' | 'train';
  /** Only the first so many images. */
  readonly limit?: number;
  /** Whether it is attacked too. */
  readonly robust?: boolean;
  /** How far attacks may move each value. */
  readonly epsilon?: number;
  /** Another network, to stand beside it. */
  readonly against?: string;
}
