/** Distances of some images to their nearest neighbours among the training images, Euclidean, in pixel units. */
export interface NeighbourDistances {
  /** How many images. */
  readonly n: number;
  /** The smallest. */
  readonly least: number;
  /** The median. */
  readonly median: number;
  /** The mean. */
  readonly mean: number;
}

/** How good a generator's samples are, as a classifier and its features see them. */
export interface GanEvaluation {
  /** How many samples. */
  readonly n: number;
  /** The part of the samples that the classifier puts into each class. */
  readonly coverage: readonly number[];
  /** The smallest of these parts. */
  readonly leastCovered: number;
  /** Entropy of these parts in nats; at most log(classes). */
  readonly entropy: number;
  /** The classifier's mean probability of the class that it finds. */
  readonly confidence: number;
  /** The same of the real images, for comparison. */
  readonly realConfidence: number;
  /** Fréchet distance of the samples' features to the real images'. */
  readonly frechet: number;
  /** The same between real images and other real ones, as many as there are samples: no generator gets below it by merit. */
  readonly floor: number;
  /** The same for another decoder, an untrained generator for example, where one was given. */
  readonly comparison?: number;
  /** Samples to their nearest training images, where neighbours were asked for. */
  readonly neighbours?: NeighbourDistances;
  /** Real images that were not trained on to their nearest training images: samples much nearer than these are copies. */
  readonly realNeighbours?: NeighbourDistances;
}
