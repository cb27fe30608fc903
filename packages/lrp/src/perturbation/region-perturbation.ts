import { type Classifier, random } from '@interp/core';
import { checkChoice, checkClassifier, checkedOptions, checkNumber } from '@interp/core/internal';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { AttributionOptions } from '../attribution.js';
import type { BatchOptions } from '../per-batch.js';
import { windows } from './windows.js';
import { aopc } from '../faithfulness/aopc.js';
import { judged } from '../faithfulness/judged.js';
import { perturbationCurves } from './perturbation-curves.js';
import { perturbationOrder, perturbationOrders, type PerturbationOrder } from './perturbation-order.js';
import { singlePrecision } from './single-precision.js';

/** How {@link regionPerturbation} takes images apart. */
export interface RegionPerturbationOptions extends AttributionOptions, BatchOptions {
  /** Side of a region in pixels; regions at the border may be smaller. Default 4. */
  readonly region?: number;
  /** Regions of one step. Default 1. */
  readonly step?: number;
  /** Steps. Default as many as take the whole image away. */
  readonly steps?: number;
  /** Which regions go first. Default `most-relevant-first`. */
  readonly order?: PerturbationOrder;
  /** What takes the place of a region's values. Default the classifier's lower bound. */
  readonly value?: number;
  /** Random orders to compare with, each the same for all images. Default 0. */
  readonly randomOrders?: number;
  /** Seed of random orders. Default 0. */
  readonly seed?: number;
}

/** How the score of each image falls while it is taken apart. */
export interface PerturbationCurves {
  /** For each image the score before the first step and after each. */
  readonly curves: readonly Float64Array[];
  /** For each image the area over its curve: see {@link aopc}. */
  readonly areas: readonly number[];
  /** For each image the mean curve of the random orders; empty where none were asked for. */
  readonly randomCurves: readonly Float64Array[];
  /** For each image the area over that. */
  readonly randomAreas: readonly number[];
  /** The class of each image whose score was followed. */
  readonly targets: Int32Array;
}

const meanCurve = (curves: readonly Float64Array[]): Float64Array =>
  curves[0].map((_, k) => curves.reduce((sum, curve) => sum + curve[k], 0) / curves.length);

/**
 * Region perturbation: takes regions of the images away, the most relevant first, and follows the score. A map that tells where
 * the score comes from makes it fall early, which a large area over the curve says; how early it falls in random order says how
 * much that is worth (Samek et al. 2017).
 *
 * @param classifier - the classifier that was explained
 * @param x - images, `[n, ...inputShape]`; borrowed. The last of two axes or more holds channels, which go together
 * @param relevance - their maps, of the same shape; borrowed
 * @param options - which score of which class, by default the probability of the predicted one; regions, steps, order
 * @returns curves and areas
 * @throws InterpError `bad-shape`, `bad-value`, `bad-class`, `bad-option`
 */
export const regionPerturbation = (
  classifier: Classifier,
  x: Tensor,
  relevance: Tensor,
  options: RegionPerturbationOptions = {},
): PerturbationCurves => {
  checkClassifier(classifier);
  const { region = 4, step = 1, order = 'most-relevant-first', value = classifier.bounds[0] } = checkedOptions(options);
  const { score = 'probability', randomOrders = 0, seed = 0, batchSize = 256 } = options;
  checkNumber('region', region, { min: 1, integer: true });
  checkNumber('step', step, { min: 1, integer: true });
  checkNumber('value', value, singlePrecision);
  checkNumber('randomOrders', randomOrders, { min: 0, integer: true });
  checkChoice('the order', order, perturbationOrders);
  const regions = windows(classifier.inputShape, region, region);
  const { steps = Math.ceil(regions.length / step) } = options;
  checkNumber('steps', steps, { min: 0, max: Math.ceil(regions.length / step), integer: true });
  const { images, maps, fixed, targets } = judged(classifier, x, relevance, { ...options, score }, batchSize);
  const follow = (orders: readonly ArrayLike<number>[]): Float64Array[] =>
    perturbationCurves(classifier, { images, regions, orders, step, steps, value }, fixed, batchSize);
  const stream = random(seed);
  const curves = follow(maps.map((map) => perturbationOrder(map, regions, order, stream)));
  const randomly = Array.from({ length: randomOrders }, () => {
    const shared = stream.permutation(regions.length);
    return follow(maps.map(() => shared));
  });
  const randomCurves = randomOrders > 0 ? images.map((_, i) => meanCurve(randomly.map((found) => found[i]))) : [];
  return {
    curves,
    areas: curves.map((curve) => aopc(curve)),
    randomCurves,
    randomAreas: randomCurves.map((curve) => aopc(curve)),
    targets,
  };
};
