import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Classifier } from '../contracts.js';
import { inParts } from '../numeric/in-parts.js';

type Shape = readonly (number | null)[];

/** Values of all layers that one pass holds by default: 32 MiB of float32. */
const VALUES = 2 ** 23;

const sizesOf = (shapes: unknown): readonly Shape[] =>
  (Array.isArray((shapes as readonly unknown[])[0]) ? shapes : [shapes]) as readonly Shape[];

/** Values that all layers return for one image; a side that a model leaves open counts as `open`. */
const valuesPerImage = (model: LayersModel, open: number): number =>
  model.layers.reduce((sum, layer) => {
    if ('layers' in layer) return sum + valuesPerImage(layer as LayersModel, open);
    const outputs = layer.inboundNodes.flatMap(({ outputShapes }) => sizesOf(outputShapes));
    return (
      sum + outputs.reduce((all, shape) => all + shape.slice(1).reduce<number>((n, side) => n * (side ?? open), 1), 0)
    );
  }, 0);

/**
 * How many images go through a classifier in one pass, so that memory stays small however many there are: as many as hold eight
 * million values in all layers of a `tf.LayersModel`.
 *
 * @param classifier - what the images go through; of a function nothing is known, and any number may
 * @param values - how many values they may hold
 * @returns the number of images, at least 1
 */
export const imagesAtOnce = (
  { network, inputShape }: Pick<Classifier, 'network' | 'inputShape'>,
  values: number = VALUES,
): number =>
  network?.model
    ? Math.max(1, Math.floor(values / Math.max(1, valuesPerImage(network.model, Math.max(...inputShape)))))
    : Infinity;

/**
 * A gradient that takes many images some at a time. Where a gradient starts may depend on the scores of all of them, so that these are
 * computed before, and once more with each part.
 *
 * @param most - images in one pass
 * @param logits - scores of any number of images
 * @param gradient - scores and gradient of as many images as go in one pass
 * @returns scores and gradient of any number of images, the same as in one pass
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
