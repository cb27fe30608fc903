import type { Ascent } from './ascent.js';
import type { Start } from './start-images.js';

/** What prototypes to make with an expert, and how. */
export interface ExpertOptions {
  /** The class of each prototype. Default every class once. */
  readonly classes?: readonly number[];
  /** γ, the weight of the expert's log-density beside log P(c|x), at least 0. Default 1, the thesis'. */
  readonly gamma?: number;
  /** The way to climb. Default {@link adam} of rate 0.05 and β₂ = 0.99, {@link linearDecay} over all steps. */
  readonly ascent?: Ascent;
  /** Steps of each run. Default 300. */
  readonly steps?: number;
  /** Where the runs begin: what comes out depends on it (thesis 3.2). Default `random`. */
  readonly start?: Start;
  /** Runs of each prototype from `random`, from different noise; that of the highest objective is kept. Default 1. */
  readonly restarts?: number;
  /** What values are clipped to, in units of the input. Default the classifier's bounds; `[-Infinity, Infinity]` for none. */
  readonly bounds?: readonly [low: number, high: number];
  /** Seed of noise. Default 0. */
  readonly seed?: number;
}
