/** What one epoch of an RBM's training gave, measured at its end on some images of each set. */
export interface RbmEpochRecord {
  /** Which epoch, from 1. */
  readonly epoch: number;
  /** Steps in all at its end. */
  readonly step: number;
  /** The rate of the weights at its last step. */
  readonly rate: number;
  /** Seconds of wall-clock that it took, without interruptions and without this measuring. */
  readonly seconds: number;
  /** Mean squared difference of a training pixel and its mean given P(h | v). */
  readonly reconstruction: number;
  /** Mean P(h = 1 | v) over hidden units and training images. */
  readonly activity: number;
  /** Mean free energy of training images, in nats. */
  readonly freeEnergy: number;
  /** Mean free energy of the held-out images less that of the training images, in nats: it grows where the machine overfits. */
  readonly freeEnergyGap?: number;
  /** Mean exact log-likelihood of training images, in nats, where there are few enough states. */
  readonly logLikelihood?: number;
  /** The same of the held-out images. */
  readonly heldOutLogLikelihood?: number;
}
