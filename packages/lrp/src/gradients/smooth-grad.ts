import { type Classifier, random, scoreStart } from '@interp/core';
import { checkedClassifier, finiteBounds, number, optionsTable, sizeOfShape } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { attributionOfMap, type Attribution } from '../attribution.js';
import type { GradientOptions } from './gradient.js';
import { batchOptions, fixedClasses, perBatch, scoreOptionsOf } from '../per-batch.js';

/** Options of {@link smoothGrad}. */
export interface SmoothGradOptions extends GradientOptions {
  /** Noisy copies of each image. Default 50. */
  readonly samples?: number;
  /** Standard deviation of the noise, as a share of the classifier's range of values. Default 0.15. */
  readonly noise?: number;
  /** Seed of the noise, which is the same for every image. Default 0. */
  readonly seed?: number;
}

/** Checks and defaults of {@link SmoothGradOptions}. */
export const smoothGradOptions = optionsTable<SmoothGradOptions>()({
  ...batchOptions.rules,
  samples: number({ min: 1, integer: true, default: 50 }),
  noise: number({ min: 0, default: 0.15 }),
  seed: number({ default: 0 }),
});

/**
 * SmoothGrad: the mean gradient over noisy copies of the image (Smilkov et al. 2017). All images get the same noise,
 * so that a map does not depend on the batch.
 *
 * @param classifier - any classifier
 * @param x - images, `[n, ...inputShape]`; borrowed
 * @param options - which score of which class, by default the logit of the predicted one; number and strength of the copies
 * @returns the mean gradient as `relevance`, which belongs to the caller
 * @throws InterpError `bad-shape`, `bad-value`, `bad-class`, `bad-option`
 */
export const smoothGrad = (classifier: Classifier, x: tf.Tensor, options: SmoothGradOptions = {}): Attribution => {
  const { samples, noise, seed, batchSize = 128, ...score } = smoothGradOptions.withDefaults(options);
  const net = checkedClassifier(classifier);
  const [low, high] = finiteBounds(net, 'the noise is a share of their range');
  const shape = [samples, ...classifier.inputShape];
  const size = sizeOfShape(shape);
  const copies = tf.tensor(random(seed).normals(size, 0, noise * (high - low)), shape);
  // All copies of an image go in one pass.
  const together = { ...score, batchSize: Math.max(1, Math.floor(batchSize / samples)) };
  try {
    return perBatch(net, x, together, (images, part) => {
      const own = scoreOptionsOf(part);
      const logits = net.logits(images);
      try {
        const relevance = tf.tidy(() => {
          const noisy = tf.add(tf.expandDims(images, 1), tf.expandDims(copies, 0));
          const flat = tf.reshape(noisy, [-1, ...classifier.inputShape]);
          const found = net.gradient(flat, scoreStart(fixedClasses(logits, own, samples)));
          const mean = tf.mean(tf.reshape(found.gradient, noisy.shape), 1);
          tf.dispose([found.logits, found.gradient]);
          return mean;
        });
        return attributionOfMap(relevance, logits, own);
      } finally {
        logits.dispose();
      }
    });
  } finally {
    copies.dispose();
  }
};
