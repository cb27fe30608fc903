import type { Ascent } from './optimisers/ascent.js';
import type { Objective, ObjectiveName } from './ascent/objective.js';
import type { Start } from './ascent/starts.js';

/** What prototypes to make, and how. */
export interface PrototypeOptions {
  /** The class of each prototype. Default every class once. */
  readonly classes?: readonly number[];
  /** What is climbed: a name or a function of your own. Default `log-probability`, which does not vanish far from the class. */
  readonly objective?: ObjectiveName | Objective;
  /** λ of -λ‖x‖², per squared unit of the input. Default 0.001, the thesis'. */
  readonly lambda?: number;
  /** Weight of minus the total variation, per unit of contrast and pixel of border. Default 0. */
  readonly totalVariation?: number;
  /** How far each step moves the images at random, in pixels, before it takes their gradient. Default 0. */
  readonly jitter?: number;
  /** The way to climb. Default {@link adam}. */
  readonly ascent?: Ascent;
  /** Steps of each run. Default 150. */
  readonly steps?: number;
  /** Where the runs begin. Default `random`. */
  readonly start?: Start;
  /** Runs of each prototype, from different noise; the best is kept. Default 2 from `random`; other starts have one. */
  readonly restarts?: number;
  /**
   * The least probability that a prototype should have: below it the priors, λ and the total variation, wait; of the images
   * along the way the one of the highest objective above it is kept, or where there is none, the one of the highest
   * probability. 0 for the objective alone. Default 0.995.
   */
  readonly threshold?: number;
  /** Whether a run ends where it reaches the threshold rather than after all steps. Default false. */
  readonly stopAtThreshold?: boolean;
  /** What values are clipped to, in units of the input. Default the classifier's bounds; `[-Infinity, Infinity]` for none. */
  readonly bounds?: readonly [low: number, high: number];
  /** Seed of noise and jitter. Default 0. */
  readonly seed?: number;
}
