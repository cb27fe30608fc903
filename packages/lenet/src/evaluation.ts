import type { Calibration } from './calibration.js';

/** How a classifier does on labelled images. */
export interface Evaluation {
  /** Part of the images classified right. */
  readonly accuracy: number;
  /** The same for the images of each class; null for a class without images. */
  readonly perClass: readonly (number | null)[];
  /** How many images of each class went to each class, `[true][predicted]`. */
  readonly confusion: readonly (readonly number[])[];
  /** Images evaluated. */
  readonly n: number;
  /** Mean cross-entropy in nats. */
  readonly loss: number;
  /** How well the probabilities of the predicted classes match the accuracy. */
  readonly calibration: Calibration;
  /** Wall-clock seconds. */
  readonly seconds: number;
  /** Scores, `[n, classes]` in row-major order, where they were asked for. */
  readonly logits?: Float32Array;
}
