import type { Criterion } from './criteria.js';

/** What is attacked, and how the outcome is judged. */
export interface AttackOptions {
  /** What counts as success. Default {@link misclassified}: any other class than the predicted one. */
  readonly criterion?: Criterion;
  /** Whether the images are rounded to 8 bits, as a saved PNG would be, before they are judged. Default false. */
  readonly round?: boolean;
  /** Seed of random starts and noise. Default 0. */
  readonly seed?: number;
  /** Images in one pass through the classifier, a matter of memory and speed alone; fewer for a large model. Default 100. */
  readonly batchSize?: number;
}
