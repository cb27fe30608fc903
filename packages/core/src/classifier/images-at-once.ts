import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Classifier } from '../contracts.js';
import type { Network } from '../network/network.js';
import { inParts } from '../numeric/in-parts.js';

type Shape = readonly (number | null)[];

/** Default limit on the values of all layers in one pass: 32 MiB of float32. */
const VALUES = 2 ** 23;

const sizesOf = (shapes: unknown): readonly Shape[] =>
  (Array.isArray((shapes as readonly unknown[])[0]) ? shapes : [shapes]) as readonly Shape[];

/** Number of values that all layers return for one image; an open dimension counts as `open`. */
const valuesOfLayers = (model: LayersModel, open: number): number =>
  model.layers.reduce((sum, layer) => {
    if ('layers' in layer) return sum + valuesOfLayers(layer as LayersModel, open);
    const outputs = layer.inboundNodes.flatMap(({ outputShapes }) => sizesOf(outputShapes));
    return (
      sum + outputs.reduce((all, shape) => all + shape.slice(1).reduce<number>((n, side) => n * (side ?? open), 1), 0)
    );
  }, 0);

/** Number of values that all steps of a network return for one image. */
export const valuesPerImage = (network: Network, inputShape: readonly number[]): number =>
  network.model ? valuesOfLayers(network.model, Math.max(...inputShape)) : (network.valuesPerImage ?? 1);

/**
 * How many images to put through a classifier in one pass so that memory stays bounded: as many as give eight
 * million values in all layers of a `tf.LayersModel`.
 *
 * @param classifier - the classifier; for a function, whose layers are unknown, there is no limit
 * @param values - the limit on values
 * @returns the number of images, at least 1
 */
export const imagesAtOnce = (
  { network, inputShape }: Pick<Classifier, 'network' | 'inputShape'>,
  values: number = VALUES,
): number => (network ? Math.max(1, Math.floor(values / Math.max(1, valuesPerImage(network, inputShape)))) : Infinity);

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
