import { checkedBy, checkNumber, InterpError, number, optionsTable } from '@interp/checks';
import type { Classifier } from '@interp/core';
import { checkBatch, checkedClassifier, finiteBounds } from '@interp/core/internal';
import { scoreValues } from '@interp/targets';
import * as tf from '@tensorflow/tfjs-core';
import { attributionOfMap, type Attribution } from '../attribution.js';
import { gaussLegendre } from './gauss-legendre.js';
import type { GradientOptions } from './gradient.js';
import { meanGradientOf } from './mean-gradient.js';
import { batchOptions, fixedClasses, perBatch, scoreOptionsOf } from '../per-batch.js';
import { singlePrecision } from '../perturbation/windows.js';

/**
 * The baseline image, which represents the absence of features: one value for all pixels, one image `[1, ...inputShape]` for all images, or
 * one for each, `[n, ...inputShape]`.
 */
export type Baseline = number | tf.Tensor;

/**
 * A baseline as images.
 *
 * @param classifier - says the shape of an input
 * @param baseline - value or images; images are borrowed
 * @param n - how many images are explained
 * @returns `[1, ...inputShape]` or `[n, ...inputShape]`, float32, owned by the caller
 * @throws InterpError `bad-option` for a value that is not finite, `bad-shape` or `bad-value` for images that do not fit
 */
const baselineImages = (classifier: Classifier, baseline: Baseline, n: number): tf.Tensor => {
  if (typeof baseline === 'number') {
    checkNumber('the baseline', baseline, singlePrecision);
    return tf.fill([1, ...classifier.inputShape], baseline, 'float32');
  }
  checkBatch(classifier, baseline);
  const [count] = baseline.shape;
  if (count !== 1 && count !== n)
    throw new InterpError(
      'bad-shape',
      `there are ${count} baselines for ${n} images; expected one, or one for each image`,
    );
  return tf.tidy(() => tf.cast(baseline, 'float32').clone());
};

/** Options of {@link integratedGradients}. */
export interface IntegratedGradientsOptions extends GradientOptions {
  /** The baseline, where the path to the image starts: one for all images, or one for each. Default the classifier's lower bound in every pixel. */
  readonly baseline?: Baseline;
  /** Nodes of the Gauss-Legendre rule. Default 50. */
  readonly nodes?: number;
  /** Images in one pass, where each node counts as an image; the nodes of an image stay together. Default 256. */
  readonly batchSize?: number;
}

/** Checks and defaults of {@link IntegratedGradientsOptions}; a baseline is checked where the shape of an input is known. */
export const integratedGradientsOptions = optionsTable<IntegratedGradientsOptions>()({
  ...batchOptions.rules,
  baseline: checkedBy<Baseline>(() => undefined),
  nodes: number({ min: 1, max: 10_000, integer: true, default: 50 }),
});

/** Integrated gradients and their completeness error. */
export interface IntegratedGradients extends Attribution {
  /** For each image its total minus f(x) - f(baseline), which would be 0 for an exact integral; in units of the score. */
  readonly completenessError: readonly number[];
}

/**
 * Integrated gradients, R_i = (x_i - b_i) ∫₀¹ ∂f/∂x_i (b + α (x - b)) dα: the contribution of each pixel along the straight path from a baseline
 * b to the image. They sum to f(x) - f(b) (Sundararajan, Taly & Yan 2017).
 *
 * @param classifier - any classifier
 * @param x - images, `[n, ...inputShape]`; borrowed
 * @param options - which score of which class, by default the logit of the predicted one; baseline and number of nodes
 * @returns relevance, which belongs to the caller, and each image's completeness error
 * @throws InterpError `bad-shape`, `bad-value`, `bad-class`, `bad-option`
 */
export const integratedGradients = (
  classifier: Classifier,
  x: tf.Tensor,
  options: IntegratedGradientsOptions = {},
): IntegratedGradients => {
  const net = checkedClassifier(classifier);
  const given = integratedGradientsOptions.withDefaults(options);
  const { baseline = finiteBounds(net, 'give a baseline')[0], nodes, batchSize = 256 } = given;
  checkBatch(net, x);
  const quadrature = gaussLegendre(nodes);
  const meanGradient = meanGradientOf(net);
  const starts = baselineImages(net, baseline, x.shape[0]);
  const each = starts.shape[0] > 1;
  const completenessError: number[] = [];
  // All nodes of an image go in one pass, and a path has one start.
  const together = { ...given, batchSize: each ? 1 : Math.max(1, Math.floor(batchSize / nodes)) };
  let atStarts: tf.Tensor2D | undefined;
  try {
    const begun = (atStarts = net.logits(starts));
    const result = perBatch(net, x, together, (images, part, from) => {
      const own = scoreOptionsOf(part);
      const logits = net.logits(images);
      try {
        const fixed = fixedClasses(logits, own);
        const before = tf.tidy(() =>
          scoreValues(each ? tf.slice(begun, from, 1) : tf.tile(begun, [images.shape[0], 1]), fixed),
        );
        const relevance = tf.tidy(() => {
          const start = each ? tf.slice(starts, from, 1) : starts;
          const mean = meanGradient(start, images, quadrature, fixedClasses(logits, own, nodes));
          return tf.mul(tf.sub(images, start), mean);
        });
        const found = attributionOfMap(relevance, logits, own);
        completenessError.push(...found.totals.map((total, i) => total - (found.scores[i] - before[i])));
        return found;
      } finally {
        logits.dispose();
      }
    });
    return { ...result, completenessError };
  } finally {
    tf.dispose(atStarts ? [starts, atStarts] : starts);
  }
};
