import type { LabelledImages, Random } from '@interp/core';
import { checkedOptions, checkFunctions, checkNumber } from '@interp/core/internal';
import { subset, type Subset } from './subset.js';

/** How {@link splitDataset} divides a set. */
export interface SplitOptions {
  /** Number of images for validation, from 0 to the size of the set. */
  readonly validation: number;
  /** Chooses them at random. Default: the last ones are for validation. */
  readonly random?: Random;
}

/** A set in two parts that have no image in common. */
export interface SplitDataset {
  /** The images to train on. */
  readonly training: Subset;
  /** The images to validate on. */
  readonly validation: Subset;
}

/**
 * Divides a set into images to train on and images to validate on, without copying.
 *
 * @param data - any labelled images
 * @param options - how many are for validation and how they are chosen
 * @returns both parts
 * @throws `bad-option` if `validation` is not a whole number from 0 to the size of the set
 *
 * @example
 * ```ts
 * import { random } from '@interp/core';
 * import { sampleDigits, splitDataset } from '@interp/mnist';
 *
 * const { training, validation } = splitDataset(sampleDigits(), { validation: 3, random: random(1) });
 * console.log(training.size, validation.size); // 7 3
 * ```
 */
export function splitDataset(data: LabelledImages, options: SplitOptions): SplitDataset {
  const { validation, random } = checkedOptions(options);
  checkNumber('validation', validation, { min: 0, max: data.size, integer: true });
  if (random !== undefined) checkFunctions('random', random, ['permutation']);
  const order = random ? random.permutation(data.size) : Uint32Array.from({ length: data.size }, (_, i) => i);
  const cut = data.size - validation;
  return { training: subset(data, order.subarray(0, cut)), validation: subset(data, order.subarray(cut)) };
}
