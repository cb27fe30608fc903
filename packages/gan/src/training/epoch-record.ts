/** Means over some steps of a training. */
export interface GanMeasures {
  /** The discriminator's loss, without the penalty. */
  readonly discriminatorLoss: number;
  /** The generator's loss. */
  readonly generatorLoss: number;
  /** The penalty on the discriminator's gradient. */
  readonly penalty: number;
  /** The logit of real images. */
  readonly realLogit: number;
  /** The logit of generated images. */
  readonly fakeLogit: number;
  /** The part of the pairs of a real and a generated image in which the real one has the higher logit. */
  readonly pairwiseAccuracy: number;
}

/** What an epoch gave. */
export interface GanEpochRecord extends GanMeasures {
  /** Which one, from 1. */
  readonly epoch: number;
  /** Steps of the generator done in all. */
  readonly step: number;
  /** Seconds that it took. */
  readonly seconds: number;
  /** What was noticed during the epoch, see {@link GanDiagnosis}. */
  readonly diagnoses: readonly string[];
}
