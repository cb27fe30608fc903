import type { Calibration } from './calibration.js';

/** What is known of a classifier that decides each class by itself, at a probability of one half. */
export interface MultiLabelEvaluation {
  /** Whether all labels of each image are known (`labelSets`), or one of each, which is then taken for the only one. */
  readonly labels: 'all' | 'one';
  /** Fraction of the images for which exactly their labels are predicted: the subset accuracy. */
  readonly exactMatch: number;
  /** Fraction of the decisions, one for each class and image, that are right: the binary accuracy. */
  readonly binaryAccuracy: number;
  /** The same for each class. */
  readonly perLabel: readonly number[];
  /** Fraction of the images for which a class is predicted that have it; null for a class that is never predicted. */
  readonly precision: readonly (number | null)[];
}

/** Result of `evaluate`. */
export interface Evaluation {
  /**
   * Fraction of the images classified correctly. Where each class is decided by itself: for which exactly their labels are predicted, if all are
   * known; if one is, for which it is among those predicted.
   */
  readonly accuracy: number;
  /** The same for the images of each class, or of those that have it the fraction for which it is predicted; null for a class without images. */
  readonly perClass: readonly (number | null)[];
  /** Confusion matrix: number of images by true and predicted class, `[true][predicted]`; an image with several of them counts for each. */
  readonly confusion: readonly (readonly number[])[];
  /** Images evaluated. */
  readonly n: number;
  /** Mean cross-entropy in nats; where each class has a probability of its own, the sum of the binary ones of all classes. */
  readonly loss: number;
  /** Calibration: how well the confidence matches the accuracy; where each class is decided by itself, of all decisions. */
  readonly calibration: Calibration;
  /** What else is known where each class is decided by itself. */
  readonly multiLabel?: MultiLabelEvaluation;
  /** Wall-clock seconds. */
  readonly seconds: number;
  /** Logits, `[n, classes]` in row-major order, if requested. */
  readonly logits?: Float32Array;
}
