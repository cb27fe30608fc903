import { checkGivenFunction, checkList, InterpError, number, optionsTable } from '@interp/checks';
import type { LabelledImages } from '@interp/core';
import { checkedImages, range } from '@interp/core/internal';
import type * as tf from '@tensorflow/tfjs-core';
import type { NoveltyScore } from './novelty-scores.js';

/** Result of a {@link NoveltyDetector}. */
export interface Novelty {
  /** The score of each. */
  readonly scores: Float32Array;
  /** Whether each scores above the threshold. */
  readonly novel: readonly boolean[];
}

/** Detects images unlike the known images. */
export interface NoveltyDetector {
  /** The score above which an image is called novel. */
  readonly threshold: number;
  /** The scores of the known images that the threshold was set on. */
  readonly known: Float32Array;
  /**
   * Scores images.
   *
   * @param x - a batch; borrowed
   * @returns scores, and which images are novel
   */
  detect(x: tf.Tensor): Promise<Novelty>;
}

/** Options of {@link noveltyDetector}. */
export interface NoveltyDetectorOptions {
  /** The fraction of known images to accept, above 0 to 1. Default 0.95. */
  readonly keep?: number;
  /** Images in one pass. Default 500. */
  readonly batch?: number;
}

/** Checks and defaults of {@link NoveltyDetectorOptions}. */
export const noveltyDetectorOptions = optionsTable<NoveltyDetectorOptions>()({
  keep: number({ above: 0, max: 1, default: 0.95 }),
  batch: number({ min: 1, integer: true, default: 500 }),
});

/**
 * Builds a novelty detector, for example of images that are no digits, which the thesis' conclusion asks for: a score,
 * and a threshold set on held-out known images.
 *
 * @param score - {@link densityScore}, {@link typicalityScore}, {@link energyScore} or your own
 * @param heldOut - known images; borrowed
 * @param options - the fraction of known images to accept
 * @returns the detector
 * @throws InterpError `bad-option` for a part outside of 0 to 1, `bad-shape` for no images, `not-finite` for a score that is not a number
 *
 * @example
 * ```ts
 * import { startBackend } from '@interp/backend';
 * import { sampleDigits } from '@interp/mnist';
 * import { density, densityScore, initialRbm, noveltyDetector } from '@interp/rbm';
 *
 * await startBackend('wasm');
 * const digits = sampleDigits();
 * const model = await initialRbm(digits, { hidden: 8 });
 * const detector = await noveltyDetector(densityScore(density(model)), digits, { keep: 0.9 });
 * const { scores, novel } = await detector.detect(digits.images([0, 1]));
 * console.log(detector.threshold, scores, novel);
 * model.dispose();
 * ```
 */
export const noveltyDetector = async (
  score: NoveltyScore,
  heldOut: LabelledImages,
  options?: NoveltyDetectorOptions,
): Promise<NoveltyDetector> => {
  const { keep, batch } = noveltyDetectorOptions.withDefaults(options);
  checkGivenFunction('the score', score, 'one such as energyScore(classifier) or densityScore(density)');
  const set = checkedImages('the held-out images', heldOut);
  const scoresOf = async (x: tf.Tensor): Promise<Float32Array> => {
    const scores: unknown = await score(x);
    checkList('the score of images', scores, { length: x.shape[0] });
    return Float32Array.from(scores as ArrayLike<number>);
  };
  const known = new Float32Array(set.size);
  for (let start = 0; start < set.size; start += batch) {
    const images = set.images(range(start, Math.min(set.size, start + batch)));
    try {
      known.set(await scoresOf(images), start);
    } finally {
      images.dispose();
    }
  }
  if (!known.every(Number.isFinite))
    throw new InterpError('not-finite', 'a held-out image has a score that is not finite; use another score');
  const threshold = known.slice().sort()[Math.max(0, Math.ceil(keep * known.length) - 1)];
  return {
    threshold,
    known,
    detect: async (x) => {
      const scores = await scoresOf(x);
      return { scores, novel: Array.from(scores, (value) => !(value <= threshold)) };
    },
  };
};
