import type { PatchOrder } from './background/patches.js';
import type { PrototypeOptions } from './prototype-options.js';

/** How background is added, and to what. */
export interface BackgroundOptions {
  /** The class of each image. Default every class once. */
  readonly classes?: readonly number[];
  /** Side of a patch, in pixels. Default 5, the thesis'. */
  readonly side?: number;
  /** What a patch is set to, in units of the input. Default the classifier's lower bound. */
  readonly background?: number;
  /** In what order patches are tried. Default `rows`. */
  readonly order?: PatchOrder;
  /** Passes over all patches at most, in each round. Default as many as it takes until no change is kept. */
  readonly passes?: number;
  /** How often activation maximisation goes on from there and background is added again. Default 0. */
  readonly alternate?: number;
  /** How activation maximisation goes on. Default its own defaults. */
  readonly ascent?: Omit<PrototypeOptions, 'classes' | 'start' | 'restarts' | 'bounds' | 'seed'>;
  /** What values are clipped to, in units of the input. Default the classifier's bounds; `[-Infinity, Infinity]` for none. */
  readonly bounds?: readonly [low: number, high: number];
  /** Seed of noise to start from, of random orders and of jitter. Default 0. */
  readonly seed?: number;
}
