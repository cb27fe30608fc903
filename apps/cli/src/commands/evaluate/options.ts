import type { SideBySideOptions } from '../../models/side-by-side.js';
import type { CommonOptions, InputOptions, ModelOptions } from '../../shell/options.js';

/** How far attacks may move each value where nothing else is asked for, of inputs from -1 to 1. */
export const defaultEpsilon = 0.6;

/** What the help says of it. */
export const epsilonHelp = `how far attacks may change each value; inputs of the networks that ship are from -1 to 1, so 0.6 is 0.3 of pixels on [0, 1] (default: ${defaultEpsilon}, or the same share of other bounds)`;

/** Options of `interp evaluate`. */
export interface EvaluateOptions extends CommonOptions, InputOptions, ModelOptions, SideBySideOptions {
  /** The part of MNIST, where no inputs are given. */
  readonly split: 'test' | 'train';
  /** Only the first so many images. */
  readonly limit?: number;
  /** Whether it is attacked too. */
  readonly robust?: boolean;
  /** How far attacks may move each value. */
  readonly epsilon?: number;
}
