import { number, optionsTable } from '@interp/checks';
import type { Classifier } from '@interp/core';
import { checkedClassifier, finiteBounds, newFloats, randomForImage, sizeOfShape } from '@interp/core/internal';
import { scoreStart } from '@interp/targets';
import * as tf from '@tensorflow/tfjs-core';
import { attributionOfMap, type Attribution } from '../attribution.js';
import type { GradientOptions } from './gradient.js';
import { batchOptions, fixedClasses, perBatch, scoreOptionsOf } from '../per-batch.js';

/** Options of {@link smoothGrad}. */
export interface SmoothGradOptions extends GradientOptions {
  /** Noisy copies of each image, at most 1,000,000. Default 50. */
  readonly samples?: number;
  /** Standard deviation of the noise, as a share of the classifier's range of values. Default 0.15. */
  readonly noise?: number;
  /** Seed of the noise, which depends on it and on the image, not on the image's place in the batch. Default 0. */
  readonly seed?: number;
}

/** Checks and defaults of {@link SmoothGradOptions}. */
export const smoothGradOptions = optionsTable<SmoothGradOptions>()({
  ...batchOptions.rules,
  samples: number({ min: 1, max: 1e6, integer: true, default: 50 }),
  noise: number({ min: 0, default: 0.15 }),
  seed: number({ integer: true, default: 0 }),
});

/**
 * SmoothGrad: the mean gradient over noisy copies of the image (Smilkov et al. 2017). Each image has noise of its own, from the seed and its
 * values, so that a map does not depend on the batch.
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
  const size = sizeOfShape(net.inputShape);
  const deviation = noise * (high - low);
  /** Noisy copies of each image, one image after the other. */
  const noisyCopies = (images: tf.Tensor): tf.Tensor => {
    const values = images.dataSync<'float32'>();
    const copies = newFloats(values.length * samples);
    for (let at = 0; at < values.length; at += size) {
      const image = values.slice(at, at + size);
      const own = randomForImage(seed, image).normals(samples * size, 0, deviation);
      for (let i = 0; i < own.length; i++) copies[at * samples + i] = image[i % size] + own[i];
    }
    return tf.tensor(copies, [images.shape[0] * samples, ...net.inputShape]);
  };
  // All copies of an image go in one pass.
  const together = { ...score, batchSize: Math.max(1, Math.floor(batchSize / samples)) };
  return perBatch(net, x, together, (images, part) => {
    const own = scoreOptionsOf(part);
    const logits = net.logits(images);
    try {
      const relevance = tf.tidy(() => {
        const found = net.gradient(noisyCopies(images), scoreStart(fixedClasses(logits, own, samples)));
        const mean = tf.mean(tf.reshape(found.gradient, [images.shape[0], samples, ...net.inputShape]), 1);
        tf.dispose([found.logits, found.gradient]);
        return mean;
      });
      return attributionOfMap(relevance, logits, own);
    } finally {
      logits.dispose();
    }
  });
};
