import { checkNumber, InterpError } from '@interp/checks';
import type { Classifier } from '@interp/core';
import { checkBatch } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { inFivePlaces, places } from './five-places.js';
import { innerValues } from './inner-values.js';
import { nearestDistances, type Gaussians } from './mahalanobis.js';
import { outlierLogOdds } from './outlier-head.js';

/** The two scores that a {@link NoveltyDetector} sums. */
export type NoveltyPart = 'distance' | 'outlier';

/** The numbers of a detector, which its file holds. All arrays are read-only. */
export interface NoveltyParameters {
  /** Gaussians of the features of each class. */
  readonly gaussians: Gaussians;
  /** The head that was trained on outliers, if there were any: name and shape as in a file. */
  readonly head?: {
    /** The number of inner values, hidden units and outputs (classes and one for outliers). */
    readonly sizes: readonly [values: number, hidden: number, outputs: number];
    /** Mean and scale of inner values, then weights and biases of both layers. */
    readonly arrays: readonly [
      mean: Float32Array,
      scale: Float32Array,
      first: Float32Array,
      firstBias: Float32Array,
      last: Float32Array,
      lastBias: Float32Array,
    ];
  };
  /** How much a standard deviation of the distance counts beside one of the log-odds. Default 1. */
  readonly distanceWeight?: number;
  /** By how many pixels images are moved to each of four sides, the parts of a score being the means over those and the image itself. Default 0: not moved. */
  readonly shift?: number;
  /** The scores of held-out known images, in one order. */
  readonly known: Readonly<{ distance: Float32Array; outlier?: Float32Array }>;
}

/** Scores of a batch of images. */
export interface NoveltyScores {
  /**
   * The sum of the parts, each with mean 0 and standard deviation 1 over held-out known images, the distance times its weight: the higher,
   * the less like any class.
   */
  readonly scores: Float32Array;
  /** log(1 + d²), d the Mahalanobis distance of the features to the nearest class (Lee et al. 2018). */
  readonly distance: Float32Array;
  /** The log-odds of an outlier in nats, where the detector was fitted with outliers (Hendrycks et al. 2019). */
  readonly outlier?: Float32Array;
}

/** What a detector says of one image. */
export interface Novelty {
  /** Whether it is rejected: its score is above the threshold. */
  readonly rejected: boolean;
  /** Its score. */
  readonly score: number;
  /** The threshold at the rate that was asked for. */
  readonly threshold: number;
  /** Which parts of the score say so, if it is rejected: those above their own threshold, or else the greater one. */
  readonly by: readonly NoveltyPart[];
}

/** Tells images that belong to a class of a classifier from those that belong to none. {@link fitNovelty} makes one. */
export interface NoveltyDetector {
  /** The classifier whose inner values it looks at; borrowed. */
  readonly classifier: Classifier;
  /** Its numbers. */
  readonly parameters: NoveltyParameters;
  /**
   * Scores images.
   *
   * @param x - a batch, `[n, ...inputShape]`; borrowed
   * @returns the score of each image, and its parts
   * @throws InterpError `bad-shape`; `not-finite` for a score that is not a number
   */
  score(x: tf.Tensor): Promise<NoveltyScores>;
  /**
   * The threshold above which a share of known images lies. It was set on held-out known images alone.
   *
   * @param rate - the share of known images that may be refused, above 0, at most 0.9999. Default 0.05
   * @param part - the threshold of a part alone. Default: of their sum
   * @returns the threshold: an image with a greater score is novel
   * @throws InterpError `bad-option` for another rate, or a part that the detector does not have
   */
  threshold(rate?: number, part?: NoveltyPart): number;
  /**
   * Decides for each image whether it belongs to none of the classes.
   *
   * @param x - a batch, `[n, ...inputShape]`; borrowed
   * @param rate - the share of known images that may be refused, above 0, at most 0.9999. Default 0.05
   * @returns what it says of each image
   * @throws InterpError as `score` and `threshold`
   */
  detect(x: tf.Tensor, rate?: number): Promise<readonly Novelty[]>;
}

type PartScores = Omit<NoveltyScores, 'scores'>;

/** Images in one pass: inner values of more would take memory. */
const atOnce = 250;

/** The parts of the scores of a batch, in parts of it. */
export const partsOf = async (
  classifier: Classifier,
  { gaussians: { whitening, means, features }, head, shift = 0 }: Omit<NoveltyParameters, 'known'>,
  x: tf.Tensor,
): Promise<PartScores> => {
  checkBatch(classifier, x);
  const n = x.shape[0];
  const most = shift > 0 ? Math.ceil(atOnce / places) : atOnce;
  const made = tf.tidy(() => {
    const transform = tf.tensor2d(whitening, [features, features]);
    const middles = tf.tensor2d(means, [means.length / features, features]);
    const headTensors =
      head &&
      (() => {
        const [values, hidden, outputs] = head.sizes;
        const [mean, scale, first, firstBias, last, lastBias] = head.arrays;
        return {
          mean: tf.tensor1d(mean),
          scale: tf.tensor1d(scale),
          weights: [
            tf.tensor2d(first, [values, hidden]),
            tf.tensor1d(firstBias),
            tf.tensor2d(last, [hidden, outputs]),
            tf.tensor1d(lastBias),
          ] as const,
        };
      })();
    const parts = Array.from({ length: Math.ceil(n / most) }, (_, part) =>
      tf.tidy(() => {
        const from = part * most;
        const some = tf.slice(x, from, Math.min(most, n - from));
        const seen = shift > 0 ? inFivePlaces(some as tf.Tensor4D, shift) : some;
        const mean = (values: tf.Tensor1D): tf.Tensor1D =>
          shift > 0 ? tf.mean<tf.Tensor1D>(tf.reshape(values, [places, some.shape[0]]), 0) : values;
        const { features: given, all } = innerValues(classifier, seen);
        if (given.shape[1] !== features || (head && all.shape[1] !== head.sizes[0]))
          throw new InterpError(
            'unsupported-model',
            `the detector is of ${features} features and the network has ${given.shape[1]}; expected the network that it was fitted to`,
          );
        const distance = tf.log1p<tf.Tensor1D>(nearestDistances(given, transform, middles));
        return (headTensors ? [distance, outlierLogOdds(headTensors, all)] : [distance]).map(mean);
      }),
    );
    return parts[0].map((_, k) => tf.concat(parts.map((part) => part[k])));
  });
  try {
    const [distance, outlier] = await Promise.all(made.map(async (part) => Float32Array.from(await part.data())));
    const bad = [distance, outlier].some((part?: Float32Array) => part?.some((value) => !Number.isFinite(value)));
    if (bad)
      throw new InterpError(
        'not-finite',
        'an image has a score that is not a number; check the image and the weights of the network',
      );
    return outlier ? { distance, outlier } : { distance };
  } finally {
    tf.dispose(made);
  }
};

const meanAndDeviation = (values: Float32Array): readonly [mean: number, deviation: number] => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return [mean, Math.sqrt(square) || 1];
};

/** The value that a share of the values exceeds at most. */
const upperQuantile = (sorted: Float32Array, share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil((1 - share) * (sorted.length + 1)) - 1))];

/** The share of known images that a threshold may refuse: above 0, at most `max`, and what is usual. */
export const noveltyRate = { above: 0, max: 0.9999, default: 0.05 } as const;

/**
 * Makes a detector of its numbers.
 *
 * @param classifier - the classifier that it was fitted to; borrowed
 * @param parameters - its numbers; kept
 * @returns the detector
 */
export const detectorOf = (classifier: Classifier, parameters: NoveltyParameters): NoveltyDetector => {
  const { known, distanceWeight = 1 } = parameters;
  const names = (['distance', 'outlier'] as const).filter((name) => known[name]);
  const standard = names.map((name) => meanAndDeviation(known[name]!));
  const weights = names.map((name) => (name === 'distance' && names.length > 1 ? distanceWeight : 1));
  /** A part with mean 0 and standard deviation 1 over held-out known images. */
  const standardised = (parts: PartScores, k: number, i: number): number =>
    (parts[names[k]]![i] - standard[k][0]) / standard[k][1];
  const sumOf = (parts: PartScores): Float32Array =>
    parts.distance.map((_, i) => names.reduce((sum, _name, k) => sum + weights[k] * standardised(parts, k, i), 0));
  const sorted: Readonly<Partial<Record<NoveltyPart | 'sum', Float32Array>>> = {
    distance: known.distance.slice().sort(),
    outlier: known.outlier?.slice().sort(),
    sum: sumOf(known).sort(),
  };
  const score: NoveltyDetector['score'] = async (x) => {
    const parts = await partsOf(classifier, parameters, x);
    return { scores: sumOf(parts), ...parts };
  };
  const threshold: NoveltyDetector['threshold'] = (rate = noveltyRate.default, part) => {
    checkNumber('rate', rate, noveltyRate);
    const values = sorted[part ?? 'sum'];
    if (values) return upperQuantile(values, rate);
    throw new InterpError(
      'bad-option',
      'the detector was fitted without outliers; expected the part "distance", or none',
    );
  };
  return {
    classifier,
    parameters,
    score,
    threshold,
    detect: async (x, rate) => {
      const limit = threshold(rate);
      const limits = names.map((name) => threshold(rate, name));
      const { scores, ...parts } = await score(x);
      return Array.from(scores, (value, i): Novelty => {
        const rejected = value > limit;
        const above = names.filter((name, k) => parts[name]![i] > limits[k]);
        const greatest = names.reduce(
          (best, _name, k) => (standardised(parts, k, i) > standardised(parts, best, i) ? k : best),
          0,
        );
        const by = above.length > 0 ? above : [names[greatest]];
        return { rejected, score: value, threshold: limit, by: rejected ? by : [] };
      });
    },
  };
};
