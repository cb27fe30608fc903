import { checkNumber, InterpError, list, number, optionsTable } from '@interp/checks';
import { type Classifier, random } from '@interp/core';
import { checkedClassifier, finiteBounds, correlation } from '@interp/core/internal';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { AttributionOptions } from '../attribution.js';
import { batchOptions, scoreOptionsOf, type BatchOptions } from '../per-batch.js';
import { scoreVariants, type Variant } from '../perturbation/score-variants.js';
import { singlePrecision, windows, type Window } from '../perturbation/windows.js';
import { imagesAndMaps } from './images-and-maps.js';

/** Options of {@link sensitivityN}. */
export interface SensitivityNOptions extends AttributionOptions, BatchOptions {
  /** Sizes of subsets, in pixels. Default nine of them, evenly spaced in their logarithms from 1 to four fifths of all pixels. */
  readonly sizes?: readonly number[];
  /** Subsets of each size, the same for all images. Default 100. */
  readonly subsets?: number;
  /** The value that replaces removed pixels. Default the classifier's lower bound. */
  readonly value?: number;
  /** Seed of the subsets. Default 0. */
  readonly seed?: number;
}

/** Checks and defaults of {@link SensitivityNOptions}. */
const sensitivityNOptions = optionsTable<SensitivityNOptions>()({
  ...batchOptions.rules,
  sizes: list<readonly number[]>({ numbers: true }),
  subsets: number({ min: 2, integer: true, default: 100 }),
  value: number(singlePrecision),
  seed: number({ default: 0 }),
});

/** How well sums of relevance predict the effect of removing pixels. */
export interface SensitivityN {
  /** Sizes of subsets. */
  readonly sizes: readonly number[];
  /** For each image and each size, Pearson's correlation; 0 if relevance or score do not vary. */
  readonly correlations: readonly (readonly number[])[];
  /** The class of each image whose score was measured. */
  readonly targets: Int32Array;
}

const spreadSizes = (all: number): number[] => {
  const most = Math.max(1, Math.floor(0.8 * all));
  return [...new Set(Array.from({ length: 9 }, (_, i) => Math.round(most ** (i / 8))))];
};

const indicesOf = (subset: ArrayLike<number>, pixels: readonly Window[]): number[] =>
  Array.from(subset).flatMap((pixel) => [...pixels[pixel]]);

function* without(images: readonly Float32Array[], subsets: readonly Window[], value: number): Iterable<Variant> {
  for (const [image, original] of images.entries())
    for (const subset of subsets) {
      const values = new Float32Array(original);
      for (const index of subset) values[index] = value;
      yield { values, image };
    }
}

/**
 * Sensitivity-n: over random subsets of n pixels, the correlation between their summed relevance and the drop of the score
 * when they are removed (Ancona et al. 2018). It is 1 for every n if each pixel adds exactly its relevance.
 *
 * @param classifier - the classifier that was explained
 * @param x - images, `[n, ...inputShape]`; borrowed. The last of two axes or more holds channels, which go together
 * @param relevance - their maps, of the same shape; borrowed
 * @param options - which score of which class, by default the logit of the predicted one; sizes and number of subsets
 * @returns correlations
 * @throws InterpError `bad-shape`, `bad-value`, `bad-class`, `bad-option`
 */
export const sensitivityN = (
  classifier: Classifier,
  x: Tensor,
  relevance: Tensor,
  options: SensitivityNOptions = {},
): SensitivityN => {
  const net = checkedClassifier(classifier);
  const pixels = windows(net.inputShape, 1, 1);
  const given = sensitivityNOptions.withDefaults(options);
  const {
    subsets: count,
    seed,
    sizes = spreadSizes(pixels.length),
    value = finiteBounds(net, 'give value, which pixels are set to')[0],
    batchSize = 256,
  } = given;
  if (sizes.length === 0) throw new InterpError('bad-option', 'no size of subsets is asked for; expected at least one');
  for (const size of sizes) checkNumber('a size', size, { min: 1, max: pixels.length, integer: true });
  const stream = random(seed);
  const { images, maps, fixed, targets } = imagesAndMaps(net, x, relevance, scoreOptionsOf(given), batchSize);
  const draw = (size: number): Window => indicesOf(stream.permutation(pixels.length).subarray(0, size), pixels);
  const subsets = Array.from(sizes).flatMap((size) => Array.from({ length: count }, () => draw(size)));
  const scores = scoreVariants(net, without(images, subsets, value), fixed, batchSize);
  const correlations = maps.map((map, image) => {
    const sums = subsets.map((subset) => subset.reduce((sum, index) => sum + map[index], 0));
    const scoreDrops = subsets.map((_, at) => -scores[image * subsets.length + at]);
    return sizes.map(
      (_, k) => correlation(sums.slice(k * count, (k + 1) * count), scoreDrops.slice(k * count, (k + 1) * count)) ?? 0,
    );
  });
  return { sizes, correlations, targets };
};
