import { InterpError } from '@interp/checks';
import type { Tensor } from '@tensorflow/tfjs-core';
import { mapsOf } from './maps-of.js';

/** How a map lies on the strokes of its image: the values brighter than halfway between its darkest and its brightest. */
export interface StrokeCoverage {
  /** The share of stroke values with more than a tenth of the map's largest relevance: near 1 where it draws the whole figure. */
  readonly covered: number;
  /** What {@link StrokeCoverage.covered} would be of the same map shuffled: the share of the whole image with as much relevance. */
  readonly chance: number;
  /** The share of all positive relevance that lies on strokes. */
  readonly onStroke: number;
  /** The share of the image that strokes are: what {@link StrokeCoverage.onStroke} would be by chance. */
  readonly area: number;
}

/**
 * How maps lie on the strokes of bright figures on dark ground, such as digits: whether they draw the figure or sit in spots. A map
 * without positive relevance covers nothing.
 *
 * @param images - `[n, ...shape]`; borrowed
 * @param relevance - their maps, of the same shape; borrowed
 * @returns one for each map, of shares from 0 to 1
 * @throws InterpError `bad-shape`, also for maps of another shape than the images, `bad-value`
 *
 * Thesis: section 3.4.
 *
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-core';
 * import { strokeCoverage } from '@interp/lrp';
 *
 * const [{ covered, onStroke }] = strokeCoverage(tf.tensor2d([[-1, 1, 1, -1]]), tf.tensor2d([[1, 3, 0, 0]]));
 * console.log(covered, onStroke); // 0.5 0.75
 * ```
 */
export const strokeCoverage = (images: Tensor, relevance: Tensor): StrokeCoverage[] => {
  const [pictures, maps] = [mapsOf(images), mapsOf(relevance)];
  if (String(images.shape) !== String(relevance.shape))
    throw new InterpError(
      'bad-shape',
      `the images have the shape [${images.shape.join(', ')}] and the maps [${relevance.shape.join(', ')}]; expected one shape`,
    );
  return maps.map((map, i) => {
    const image = pictures[i];
    const [lowest, highest, largest] = [
      image.reduce((low, value) => Math.min(low, value), Infinity),
      ...[image, map].map((values) => values.reduce((high, value) => Math.max(high, value), -Infinity)),
    ];
    let [stroke, covered, anywhere, on, all] = [0, 0, 0, 0, 0];
    for (let pixel = 0; pixel < map.length; pixel++) {
      const positive = Math.max(0, map[pixel]);
      const isCovered = positive > Math.max(0, largest) / 10;
      all += positive;
      if (isCovered) anywhere++;
      if (image[pixel] <= (lowest + highest) / 2) continue;
      stroke++;
      on += positive;
      if (isCovered) covered++;
    }
    return {
      covered: stroke === 0 ? 0 : covered / stroke,
      chance: anywhere / map.length,
      onStroke: all === 0 ? 0 : on / all,
      area: stroke / map.length,
    };
  });
};
