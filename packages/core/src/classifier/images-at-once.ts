import * as tf from '@tensorflow/tfjs-core';
import type { Classifier } from '../contracts.js';
import { inParts } from '../numeric/in-parts.js';

/** Default limit on the values of all layers in one pass: 32 MiB of float32. */
const VALUES = 2 ** 23;

/**
 * How many images to put through a classifier in one pass so that memory stays bounded: as many as give eight
 * million values in all layers.
 *
 * @param classifier - the classifier; for a function, whose layers are unknown, there is no limit
 * @param values - the limit on values
 * @returns the number of images, at least 1
 */
export const imagesAtOnce = (
  { network, inputShape }: Pick<Classifier, 'network' | 'inputShape'>,
  values: number = VALUES,
): number => (network ? Math.max(1, Math.floor(values / Math.max(1, network.valuesPerImage(inputShape)))) : Infinity);

/**
 * Splits a gradient of many images into parts. The start of a gradient may depend on the logits of all images, so these are
 * computed first, and once more with each part.
 *
 * @param most - the most images in one pass
 * @param logits - gives the logits of any number of images
 * @param gradient - gives logits and gradient of up to `most` images
 * @returns a function that gives logits and gradient of any number of images, the same as in one pass
 */
export const gradientInParts =
  (most: number, logits: Classifier['logits'], gradient: Classifier['gradient']): Classifier['gradient'] =>
  (x, start) => {
    const n = x.shape[0];
    if (n <= most) return gradient(x, start);
    return tf.tidy(() => {
      const scores = logits(x);
      const seeds = start(scores);
      const ofPart = (from: number, size: number): tf.Tensor =>
        gradient(tf.slice(x, from, size), () => tf.slice(seeds, [from, 0], [size, -1])).gradient;
      return { logits: scores, gradient: inParts(n, most, ofPart) };
    });
  };
