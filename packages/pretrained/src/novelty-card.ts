import type { PretrainedName } from './model-card.js';
import type { PretrainedRbmName } from './pretrained-rbm.js';

/** How well images of one kind that are no digits are rejected. */
export interface NoveltyMeasure {
  /** The kind of images. */
  readonly images: string;
  /** How many. */
  readonly n: number;
  /** The fraction of them that is rejected, for each shipped network. */
  readonly rejected: Readonly<Record<PretrainedName, number>>;
  /**
   * Area under the ROC curve against test digits that no threshold was set on, of each score alone: minus the expert's log-density,
   * typicality, and the energy of each network; 1 is perfect, 0.5 is chance.
   */
  readonly area: Readonly<Record<'density' | 'typicality' | PretrainedName, number>>;
}

/**
 * Thresholds for rejecting images as "no digit", set on held-out digits, and how well they work. An image is rejected if
 * either score is above its threshold.
 */
export interface NoveltyCard {
  /** The RBM whose log-density log p* is used. */
  readonly expert: PretrainedRbmName;
  /** The digits on which the thresholds were set, and those on which they were evaluated. */
  readonly data: string;
  /** The command that computes it in the repository. */
  readonly command: string;
  /** For `typicalityScore` of `@interp/rbm`: |log p* - usual| in nats. */
  readonly typicality: {
    /** The usual log-density of digits, in nats. */
    readonly usual: number;
    /** The score above which an image is rejected, in nats. */
    readonly threshold: number;
    /** The fraction of digits that is accepted. */
    readonly kept: number;
  };
  /** For `energyScore` of `@interp/rbm`, of each network that ships: the score above which an image is rejected. */
  readonly energy: Readonly<Record<PretrainedName, { readonly threshold: number; readonly kept: number }>>;
  /** The results; the first is for the other half of the test digits, whose rejections are errors. */
  readonly measured: readonly NoveltyMeasure[];
}
