/** How far the explanation of one image moved. */
export interface ImageDrift {
  /** The class that is explained. */
  readonly class: number;
  /** Spearman's rank correlation of all values of both maps; null where all values of a map are the same. */
  readonly rankCorrelation: number | null;
  /** The share of the top of one map that is also top of the other. */
  readonly topOverlap: number;
  /** Cosine of the angle between both maps; null where one is zero. */
  readonly cosine: number | null;
}

/** How far explanations moved on average. */
export interface MeanDrift {
  /** Mean rank correlation over the images that have one; null where none has. */
  readonly rankCorrelation: number | null;
  /** Mean overlap; null where there are no images. */
  readonly topOverlap: number | null;
  /** Mean cosine over the images that have one; null where none has. */
  readonly cosine: number | null;
}

/** How far the explanations of a batch moved, with the means over all. */
export interface ExplanationDrift extends MeanDrift {
  /** Each image. */
  readonly items: readonly ImageDrift[];
}
