import type { Density } from '@interp/core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { Ascent } from './optimisers/ascent.js';
import type { Objective, ObjectiveName } from './ascent/objective.js';

/** What prototypes to make with a decoder, and how. */
export interface DecoderOptions {
  /** The class of each prototype. Default every class once. */
  readonly classes?: readonly number[];
  /** What is climbed: a name or a function of your own. Default `log-probability`, which does not vanish far from the class. */
  readonly objective?: ObjectiveName | Objective;
  /** λ of -λ‖z‖², per squared unit of the latent code. Default 0.001, the thesis'. */
  readonly lambda?: number;
  /** The way to climb. Default {@link adam} of rate 0.1. */
  readonly ascent?: Ascent;
  /** Steps of each run at most; it ends before where it reaches the threshold. Default 150. */
  readonly steps?: number;
  /**
   * Where the runs begin: codes drawn from N(0, I), or your own, `[k, latentSize]`, one for all classes, one for each class, or
   * several for one class; borrowed. Default `random`.
   */
  readonly start?: 'random' | Tensor2D;
  /** Runs of each prototype from different codes. Default 8 from `random`; other starts have one. */
  readonly restarts?: number;
  /**
   * The least probability that a prototype should have: below it λ and the expert wait; of the codes along the way the one of the
   * highest objective above it is kept, or where there is none, the one of the highest probability. 0 for the objective alone.
   * Default 0.9995, and 0.999 where the odd one is picked.
   */
  readonly threshold?: number;
  /**
   * Whether a run ends where it reaches the threshold rather than after all steps; λ then decides which of the runs is kept. An ascent
   * such as {@link adam}, whose steps do not shrink with the gradient, would go on to z = 0, where images are
   * blurred. Default true, and false with an expert that has a weight or a threshold of 0.
   */
  readonly stopAtThreshold?: boolean;
  /**
   * Which of the runs of a prototype is kept: the `best`, or of those that reach the threshold the `odd` one, whose image the expert
   * finds the least likely (thesis, Figure 3.8). Default `best`.
   */
  readonly pick?: 'best' | 'odd';
  /** A density over the decoded images: it picks the odd one, or climbs along with a weight. Borrowed. Default none. */
  readonly expert?: Density;
  /** γ, the weight of the expert's log-density in the ascent, at least 0. Default 1, and 0 where the expert picks the odd one. */
  readonly gamma?: number;
  /** Seed of the codes. Default 0. */
  readonly seed?: number;
}
