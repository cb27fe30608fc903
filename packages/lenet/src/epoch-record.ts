/** What training on one epoch gave. */
export interface EpochRecord {
  /** Which epoch, from 1. */
  readonly epoch: number;
  /** Steps in all at its end. */
  readonly step: number;
  /** Mean loss of its training images, each as it was when its batch came. */
  readonly loss: number;
  /** Part of its training images that were classified right when their batch came. */
  readonly accuracy: number;
  /** The learning rate of its last step. */
  readonly rate: number;
  /** Seconds of wall-clock that it took, without interruptions. */
  readonly seconds: number;
  /** Mean loss and accuracy on the validation images at its end, where there are any. */
  readonly validation?: ValidationRecord;
}

/** How the network does on images that it is not trained on. */
export interface ValidationRecord {
  /** Mean loss. */
  readonly loss: number;
  /** Part classified right. */
  readonly accuracy: number;
}
