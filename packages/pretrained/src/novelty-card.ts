import type { PretrainedName } from './model-card.js';
import type { PretrainedRbmName } from './pretrained-rbm.js';

/** How well images that are no digit were told from digits. */
export interface NoveltyMeasure {
  /** What the images are. */
  readonly images: string;
  /** How many. */
  readonly n: number;
  /** The fraction of them that is rejected, beside each network that ships. */
  readonly rejected: Readonly<Record<PretrainedName, number>>;
  /**
   * Area under the ROC curve against test digits that no threshold was set on, of each score alone: minus the expert's log-density, how
   * unusual that is, and the energy of each network; 1 is perfect, 0.5 is chance.
   */
  readonly area: Readonly<Record<'density' | 'typicality' | PretrainedName, number>>;
}

/**
 * What it takes to say "that is no digit": thresholds, set on digits that nothing was trained on, and how well they do. An image is rejected
 * where either score is above its threshold.
 */
export interface NoveltyCard {
  /** The RBM whose log-density p* is asked. */
  readonly expert: PretrainedRbmName;
  /** The digits that the thresholds were set on, and those that they were measured with. */
  readonly data: string;
  /** The command that makes it anew in the repository. */
  readonly command: string;
  /** For `typicalityScore` of `@interp/rbm`: |log p* - usual| in nats. */
  readonly typicality: {
    /** The middle of what digits have, in nats. */
    readonly usual: number;
    /** The score above which an image is rejected, in nats. */
    readonly threshold: number;
    /** The part of the digits that passes. */
    readonly kept: number;
  };
  /** For `energyScore` of `@interp/rbm`, of each network that ships: the score above which an image is rejected. */
  readonly energy: Readonly<Record<PretrainedName, { readonly threshold: number; readonly kept: number }>>;
  /** What comes of it: first the other half of the test digits, whose part rejected is in error. */
  readonly measured: readonly NoveltyMeasure[];
}
