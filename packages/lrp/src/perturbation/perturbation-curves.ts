import { checkList, checkNumber } from '@interp/checks';
import type { Classifier } from '@interp/core';
import type { ScoreOptions } from '@interp/targets';
import { scoreVariants, type Variant } from './score-variants.js';
import type { Window } from './windows.js';

/** Images and the regions to remove from them, step by step. */
export interface Perturbations {
  /** The images, flat. */
  readonly images: readonly Float32Array[];
  /** The regions of an image. */
  readonly regions: readonly Window[];
  /** For each image, the order in which its regions are removed. */
  readonly orders: readonly ArrayLike<number>[];
  /** Regions per step. */
  readonly step: number;
  /** Number of steps. */
  readonly steps: number;
  /** The value of removed pixels. */
  readonly value: number;
}

/** Removes a region; returns whether that changed anything. */
const removeRegion = (values: Float32Array, region: Window, value: number): boolean => {
  let changed = false;
  for (const index of region) {
    changed ||= values[index] !== value;
    values[index] = value;
  }
  return changed;
};

/**
 * The score of each image before the first step and after each. Steps that change nothing, such as setting a black
 * pixel to black (four of five pixels of a digit), cost nothing.
 *
 * @param classifier - gives the scores
 * @param perturbations - images, regions, orders
 * @param options - score and classes, a class for each image
 * @param batchSize - images in one pass
 * @returns for each image `steps + 1` scores
 */
export const perturbationCurves = (
  classifier: Classifier,
  { images, regions, orders, step, steps, value }: Perturbations,
  options: ScoreOptions,
  batchSize: number,
): Float64Array[] => {
  /** For each image and step, the index of its variant. */
  const shown = images.map(() => new Uint32Array(steps + 1));
  let made = 0;
  const variants = function* (): Iterable<Variant> {
    for (const [image, original] of images.entries()) {
      const values = new Float32Array(original);
      const replaced = Math.fround(value);
      yield { values, image };
      shown[image][0] = made++;
      for (let k = 1; k <= steps; k++) {
        let changed = false;
        for (let at = (k - 1) * step; at < Math.min(k * step, regions.length); at++)
          changed = removeRegion(values, regions[orders[image][at]], replaced) || changed;
        if (changed) {
          yield { values, image };
          made++;
        }
        shown[image][k] = made - 1;
      }
    }
  };
  const scores = scoreVariants(classifier, variants(), options, batchSize);
  return shown.map((indices) => Float64Array.from(indices, (index) => scores[index]));
};

/**
 * Area over a perturbation curve, Σ_{k=0..L} (f(x⁰) - f(xᵏ)) / (L + 1): how far and how early the score falls (Samek et al. 2017).
 *
 * @param curve - scores of the untouched image and after each step
 * @param last - L, the last step that counts. Default the last of the curve
 * @returns the area, in units of the score
 * @throws InterpError `bad-option` for a step that the curve does not have
 */
export const aopc = (curve: ArrayLike<number>, last?: number): number => {
  checkList('the curve', curve, { numbers: true });
  const end = last ?? curve.length - 1;
  checkNumber('last', end, { min: 0, max: curve.length - 1, integer: true });
  let sum = 0;
  for (let k = 0; k <= end; k++) sum += curve[0] - curve[k];
  return sum / (end + 1);
};
