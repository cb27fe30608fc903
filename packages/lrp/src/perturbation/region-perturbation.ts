import { checkNumber, choice, number, optionsTable } from '@interp/checks';
import { type Classifier, random, type Random } from '@interp/core';
import { checkedClassifier, finiteBounds, randomForImage } from '@interp/core/internal';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { AttributionOptions } from '../attribution.js';
import { batchOptions, type BatchOptions } from '../per-batch.js';
import { imagesAndMaps } from '../faithfulness/images-and-maps.js';
import { aopc, perturbationCurves } from './perturbation-curves.js';
import { singlePrecision, windows, type Window } from './windows.js';

/** Which regions go first: the most relevant, the least relevant, or any. */
export type PerturbationOrder = 'most-relevant-first' | 'least-relevant-first' | 'random';

const relevanceOf = (map: Float32Array, region: Window): number => region.reduce((sum, index) => sum + map[index], 0);

/**
 * The order in which to remove the regions of an image. Ties keep the order of `regions`.
 *
 * @param map - the image's relevance, flat
 * @param regions - the regions
 * @param first - which go first
 * @param stream - gives random numbers for a random order
 * @returns indices in `regions`
 */
const perturbationOrder = (
  map: Float32Array,
  regions: readonly Window[],
  first: PerturbationOrder,
  stream: () => Random,
): ArrayLike<number> => {
  if (first === 'random') return stream().permutation(regions.length);
  const sign = first === 'most-relevant-first' ? -1 : 1;
  const keys = regions.map((region) => sign * relevanceOf(map, region));
  return keys.map((_, index) => index).sort((a, b) => keys[a] - keys[b]);
};

/** Options of {@link regionPerturbation}. */
export interface RegionPerturbationOptions extends AttributionOptions, BatchOptions {
  /** Side of a region in pixels; regions at the border may be smaller. Default 4. */
  readonly region?: number;
  /** Regions per step. Default 1. */
  readonly step?: number;
  /** Number of steps. Default: until the whole image is removed. */
  readonly steps?: number;
  /** Which regions go first. Default `most-relevant-first`. */
  readonly order?: PerturbationOrder;
  /** The value of removed pixels. Default the classifier's lower bound. */
  readonly value?: number;
  /** Number of random orders to compare with, each the same for all images. Default 0. */
  readonly randomOrders?: number;
  /** Seed of random orders; with `order: 'random'` that of an image depends on the seed and the image. Default 0. */
  readonly seed?: number;
}

const perturbationRules = {
  ...batchOptions.rules,
  step: number({ min: 1, integer: true, default: 1 }),
  steps: number({ min: 0, integer: true }),
  order: choice(['most-relevant-first', 'least-relevant-first', 'random'], { default: 'most-relevant-first' }),
  value: number(singlePrecision),
  randomOrders: number({ min: 0, max: 1e6, integer: true, default: 0 }),
  seed: number({ default: 0 }),
};

/** Checks and defaults of {@link RegionPerturbationOptions}. */
const regionPerturbationOptions = optionsTable<RegionPerturbationOptions>()({
  ...perturbationRules,
  region: number({ min: 1, integer: true, default: 4 }),
});

/** The score of each image while regions are removed, and the area over that curve. */
export interface PerturbationCurves {
  /** For each image the score before the first step and after each. */
  readonly curves: readonly Float64Array[];
  /** For each image the area over its curve: see {@link aopc}. */
  readonly areas: readonly number[];
  /** For each image, the mean curve of the random orders; empty without random orders. */
  readonly randomCurves: readonly Float64Array[];
  /** For each image the area over that. */
  readonly randomAreas: readonly number[];
  /** The class of each image whose score was measured. */
  readonly targets: Int32Array;
}

const meanCurve = (curves: readonly Float64Array[]): Float64Array =>
  curves[0].map((_, k) => curves.reduce((sum, curve) => sum + curve[k], 0) / curves.length);

/**
 * Region perturbation: removes regions of the images, the most relevant first, and measures the score.
 * A faithful map makes it fall early, which gives a large area over the curve; random orders are
 * the baseline (Samek et al. 2017).
 *
 * @param classifier - the classifier that was explained
 * @param x - images, `[n, ...inputShape]`; borrowed. The last of two axes or more holds channels, which go together
 * @param relevance - their maps, of the same shape or, as those of Grad-CAM, with one channel; borrowed
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
  const net = checkedClassifier(classifier);
  const given = regionPerturbationOptions.withDefaults(options);
  const {
    region,
    step,
    order,
    randomOrders,
    seed,
    value = finiteBounds(net, 'give value, which pixels are set to')[0],
    batchSize = 256,
  } = given;
  const regions = windows(net.inputShape, region, region);
  const { target, versus, score = 'probability', steps = Math.ceil(regions.length / step) } = given;
  checkNumber('steps', steps, { min: 0, max: Math.ceil(regions.length / step), integer: true });
  const { images, maps, fixed, targets } = imagesAndMaps(net, x, relevance, { target, versus, score }, batchSize);
  const follow = (orders: readonly ArrayLike<number>[]): Float64Array[] =>
    perturbationCurves(net, { images, regions, orders, step, steps, value }, fixed, batchSize);
  const stream = random(seed);
  const orderOf = (map: Float32Array, i: number): ArrayLike<number> =>
    perturbationOrder(map, regions, order, () => randomForImage(seed, images[i]));
  const curves = follow(maps.map(orderOf));
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

/** Options of {@link pixelFlipping}. */
export type PixelFlippingOptions = Omit<RegionPerturbationOptions, 'region'>;

/** Checks and defaults of {@link PixelFlippingOptions}. */
const pixelFlippingOptions = optionsTable<PixelFlippingOptions>()(perturbationRules);

/**
 * Pixel flipping: sets one pixel after another to the background, the most relevant first, and measures the score (Bach et al.
 * 2015; Samek et al. 2017). Pixels of the same relevance go row by row.
 *
 * @param classifier - the classifier that was explained
 * @param x - images, `[n, ...inputShape]`; borrowed. The last of two axes or more holds channels, which go together
 * @param relevance - their maps, of the same shape or, as those of Grad-CAM, with one channel; borrowed
 * @param options - which score of which class, by default the probability of the predicted one; steps, order
 * @returns curves and areas
 * @throws InterpError `bad-shape`, `bad-value`, `bad-class`, `bad-option`
 *
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-core';
 * import { classifier } from '@interp/core';
 * import { gradientTimesInput, pixelFlipping } from '@interp/lrp';
 *
 * const c = classifier((x) => tf.matMul(x, tf.tensor2d([[1, 0], [3, 0], [0, 1]])), { inputShape: [3], classes: 2 });
 * const x = tf.tensor2d([[1, 1, 1]]);
 * const { curves } = pixelFlipping(c, x, gradientTimesInput(c, x).relevance, { score: 'logit' });
 * console.log(curves[0]); // Float64Array(4) [ 4, -2, -4, -4 ]
 * ```
 */
export const pixelFlipping = (
  classifier: Classifier,
  x: Tensor,
  relevance: Tensor,
  options: PixelFlippingOptions = {},
): PerturbationCurves =>
  regionPerturbation(classifier, x, relevance, { ...pixelFlippingOptions.withDefaults(options), region: 1 });
