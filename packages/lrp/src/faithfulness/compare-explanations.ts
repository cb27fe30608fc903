import { checkGivenFunction, InterpError, number, optionsTable, shownName, shownValue } from '@interp/checks';
import type { Classifier } from '@interp/core';
import { checkBatch, checkedClassifier } from '@interp/core/internal';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Attribution } from '../attribution.js';
import { complexity } from './complexity.js';
import type { Explain } from './parameter-randomisation.js';
import { pixelFlipping, type PixelFlippingOptions } from '../perturbation/region-perturbation.js';
import { singlePrecision } from '../perturbation/windows.js';
import { sparseness } from './sparseness.js';

/** Options of {@link compareExplanations}. */
export interface ComparisonOptions {
  /** Pixels flipped per step. Default 7. */
  readonly step?: number;
  /** Random orders of pixels to compare with. Default 5. */
  readonly randomOrders?: number;
  /** The value of flipped pixels. Default the classifier's lower bound. */
  readonly value?: number;
  /** Seed of the random orders. Default 0. */
  readonly seed?: number;
}

/** Checks and defaults of {@link ComparisonOptions}. */
export const comparisonOptions = optionsTable<ComparisonOptions>()({
  step: number({ min: 1, integer: true, default: 7 }),
  randomOrders: number({ min: 0, max: 1e6, integer: true, default: 5 }),
  value: number(singlePrecision),
  seed: number({ integer: true, default: 0 }),
});

/** Measures of one map of one method. */
export interface ExplanationMeasures {
  /** The explained score. */
  readonly score: number;
  /** Sum of the map, in units of the score. */
  readonly total: number;
  /** Σ|R| of the map over |score|; null where the score is 0. */
  readonly ratio: number | null;
  /** Area over the curve of pixel flipping, in units of probability. */
  readonly area: number;
  /** The same for pixels in random order. */
  readonly randomArea: number;
  /** Gini index of the map, from 0 to 1. */
  readonly sparseness: number;
  /** Entropy of the map, in nats. */
  readonly complexity: number;
}

/** The maps and measures of one method for a batch. */
export interface ComparedExplanation extends Pick<Attribution, 'relevance' | 'targets' | 'warnings'> {
  /** The method's name. */
  readonly method: string;
  /** Measures of each image's map. */
  readonly measures: readonly ExplanationMeasures[];
}

/** Measures the maps of one method; returns the areas of random orders too. */
const measure = (
  classifier: Classifier,
  x: Tensor,
  { relevance, targets, scores, totals, ratio }: Attribution,
  options: PixelFlippingOptions,
  randomly: readonly number[] | undefined,
): { readonly measures: ExplanationMeasures[]; readonly randomAreas: readonly number[] } => {
  try {
    const flipping = { ...options, target: targets, ...(randomly && { randomOrders: 0 }) };
    const { areas, randomAreas: found } = pixelFlipping(classifier, x, relevance, flipping);
    const randomAreas = randomly ?? found;
    const [sparse, complex] = [sparseness(relevance), complexity(relevance)];
    const measures = areas.map((area, i) => ({
      score: scores[i],
      total: totals[i],
      ratio: ratio[i],
      area,
      randomArea: randomAreas[i],
      sparseness: sparse[i],
      complexity: complex[i],
    }));
    return { measures, randomAreas };
  } catch (error) {
    relevance?.dispose();
    throw error;
  }
};

const checkMethods = (methods: unknown): void => {
  const expected = 'methods by name, such as { gradient, lrp }';
  if (typeof methods !== 'object' || methods === null)
    throw new InterpError('bad-option', `methods is ${shownValue(methods)}; expected ${expected}`);
  for (const [name, method] of Object.entries(methods))
    checkGivenFunction(`the method ${shownName(name)}`, method, expected);
};

/**
 * Explains a batch by several methods, one after the other, and measures how faithful (pixel flipping) and how simple (sparseness,
 * complexity) the maps of each are.
 *
 * @param classifier - any classifier
 * @param x - images, `[n, ...inputShape]`; borrowed
 * @param methods - the methods by name
 * @param options - steps, random orders and their seed
 * @returns a generator that yields one method's maps, which belong to the caller, and measures at a time
 * @throws InterpError as the methods and `pixelFlipping` do
 *
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-core';
 * import { classifier } from '@interp/core';
 * import { compareExplanations, gradientTimesInput, sensitivity } from '@interp/lrp';
 *
 * const c = classifier((x) => tf.matMul(x, tf.tensor2d([[1, 0], [3, 0], [0, 1]])), { inputShape: [3], classes: 2 });
 * const methods = { sensitivity, 'gradient-x-input': gradientTimesInput };
 * for (const { method, measures, relevance } of compareExplanations(c, tf.tensor2d([[1, 1, 1]]), methods, { step: 1 })) {
 *   console.log(method, measures[0].area.toFixed(2));
 *   relevance.dispose();
 * }
 * ```
 */
export function* compareExplanations(
  classifier: Classifier,
  x: Tensor,
  methods: Readonly<Record<string, Explain>>,
  options?: ComparisonOptions,
): Generator<ComparedExplanation, void> {
  const settings = comparisonOptions.withDefaults(options);
  checkMethods(methods);
  checkBatch(checkedClassifier(classifier), x);
  let randomAreas: readonly number[] | undefined;
  for (const [method, explain] of Object.entries(methods)) {
    const found = explain(classifier, x);
    const measured = measure(classifier, x, found, settings, randomAreas);
    ({ randomAreas } = measured);
    const { relevance, targets, warnings } = found;
    yield { method, relevance, targets, warnings, measures: measured.measures };
  }
}
