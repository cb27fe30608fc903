import { scoreValues, type Classifier } from '@interp/core';
import { checkClassifier, checkedOptions, checkNumber } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { attribution, type Attribution } from '../attribution.js';
import { baselineImage, type Baseline } from './baseline.js';
import { fixedClasses } from '../fixed-classes.js';
import { gaussLegendre } from './gauss-legendre.js';
import type { GradientOptions } from './gradient.js';
import { meanSlopeOf } from './mean-gradient.js';
import { perBatch } from '../per-batch.js';

/** How {@link integratedGradients} integrates. */
export interface IntegratedGradientsOptions extends GradientOptions {
  /** Where the way to the image begins. Default the classifier's lower bound in every pixel. */
  readonly baseline?: Baseline;
  /** Nodes of the Gauss-Legendre rule. Default 50. */
  readonly nodes?: number;
  /** Images in one pass, each node counted as one, all nodes of an image together. Default 256. */
  readonly batchSize?: number;
}

/** Integrated gradients, and how well their sum accounts for the score. */
export interface IntegratedGradients extends Attribution {
  /** For each image its total minus f(x) - f(baseline), which would be 0 for an exact integral; in units of the score. */
  readonly completenessError: readonly number[];
}

/**
 * Integrated gradients, R_i = (x_i - b_i) ∫₀¹ ∂f/∂x_i (b + α (x - b)) dα: what each pixel adds on the straight way from a baseline b
 * to the image. They sum to f(x) - f(b) (Sundararajan, Taly & Yan 2017).
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
  const { baseline = classifier.bounds[0], nodes = 50, batchSize = 256 } = checkedOptions(options);
  checkNumber('nodes', nodes, { min: 1, max: 10_000, integer: true });
  checkNumber('batchSize', batchSize, { min: 1, integer: true });
  const quadrature = gaussLegendre(nodes);
  const meanSlope = meanSlopeOf(classifier);
  const start = baselineImage(classifier, baseline);
  const atStart = classifier.logits(start);
  const completenessError: number[] = [];
  // All nodes of an image go in one pass.
  const together = { ...options, batchSize: Math.max(1, Math.floor(batchSize / nodes)) };
  try {
    const result = perBatch(classifier, x, together, (images, own) => {
      const logits = classifier.logits(images);
      try {
        const relevance = tf.tidy(() => {
          const mean = meanSlope(start, images, quadrature, fixedClasses(logits, own, nodes));
          return tf.mul(tf.sub(images, start), mean);
        });
        const found = attribution(relevance, logits, own);
        const fixed = fixedClasses(logits, own);
        const begun = tf.tidy(() => scoreValues(tf.tile(atStart, [images.shape[0], 1]), fixed));
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
