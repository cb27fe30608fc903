import { scoreValues, type Classifier } from '@interp/core';
import { checkBatch, checkClassifier, checkedBy, checkNumber, number, optionsTable } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { attributionOfMap, type Attribution } from '../attribution.js';
import { gaussLegendre } from './gauss-legendre.js';
import type { GradientOptions } from './gradient.js';
import { meanGradientOf } from './mean-gradient.js';
import { batchOptions, fixedClasses, perBatch, scoreOptionsOf } from '../per-batch.js';
import { singlePrecision } from '../perturbation/windows.js';

/** The baseline image, which represents the absence of features: one value for all pixels, or one image `[1, ...inputShape]`. */
export type Baseline = number | tf.Tensor;

/**
 * A baseline as an image.
 *
 * @param classifier - says the shape of an input
 * @param baseline - value or image; an image is borrowed
 * @returns `[1, ...inputShape]`, float32, owned by the caller
 * @throws InterpError `bad-option` for a value that is not finite, `bad-shape` or `bad-value` for an image that does not fit
 */
const baselineImage = (classifier: Classifier, baseline: Baseline): tf.Tensor => {
  const shape = [1, ...classifier.inputShape];
  if (typeof baseline === 'number') {
    checkNumber('the baseline', baseline, singlePrecision);
    return tf.fill(shape, baseline, 'float32');
  }
  checkBatch(classifier, baseline);
  return tf.tidy(() => tf.cast(tf.slice(baseline, 0, 1), 'float32'));
};

/** Options of {@link integratedGradients}. */
export interface IntegratedGradientsOptions extends GradientOptions {
  /** The baseline, where the path to the image starts. Default the classifier's lower bound in every pixel. */
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
  checkClassifier(classifier);
  const given = integratedGradientsOptions.withDefaults(options);
  const { baseline = classifier.bounds[0], nodes, batchSize = 256 } = given;
  const quadrature = gaussLegendre(nodes);
  const meanGradient = meanGradientOf(classifier);
  const [start, atStart] = tf.tidy(() => {
    const image = baselineImage(classifier, baseline);
    return [image, classifier.logits(image)];
  });
  const completenessError: number[] = [];
  // All nodes of an image go in one pass.
  const together = { ...given, batchSize: Math.max(1, Math.floor(batchSize / nodes)) };
  try {
    const result = perBatch(classifier, x, together, (images, part) => {
      const own = scoreOptionsOf(part);
      const logits = classifier.logits(images);
      try {
        const fixed = fixedClasses(logits, own);
        const begun = tf.tidy(() => scoreValues(tf.tile(atStart, [images.shape[0], 1]), fixed));
        const relevance = tf.tidy(() => {
          const mean = meanGradient(start, images, quadrature, fixedClasses(logits, own, nodes));
          return tf.mul(tf.sub(images, start), mean);
        });
        const found = attributionOfMap(relevance, logits, own);
        completenessError.push(...found.totals.map((total, i) => total - (found.scores[i] - begun[i])));
        return found;
      } finally {
        logits.dispose();
      }
    });
    return { ...result, completenessError };
  } finally {
    tf.dispose([start, atStart]);
  }
};
