import { checkList, checkNumber, InterpError, number, optionsTable, withFunctions } from '@interp/checks';
import type { LabelledImages, Random } from '@interp/core';
import { checkLabelledImages } from '@interp/core/internal';

/** A subset of another set, without a copy of the images. */
export interface Subset extends LabelledImages {
  /** The index of each image in the original set, `[size]`. */
  readonly indices: Uint32Array;
}

/**
 * A subset of a set, or a reordering of it. Only labels and indices are copied.
 *
 * @param data - any labelled images
 * @param indices - which of them, each from 0 to `data.size - 1`; may repeat
 * @returns the part
 * @throws `bad-option` if an index is out of range
 *
 * @example
 * ```ts
 * import { sampleDigits, subset } from '@interp/mnist';
 *
 * const odd = subset(sampleDigits(), [1, 3, 5, 7, 9]);
 * console.log(odd.size, [...odd.labels]); // 5 [ 1, 3, 5, 7, 9 ]
 * ```
 */
export function subset(data: LabelledImages, indices: ArrayLike<number>): Subset {
  checkLabelledImages('the data', data);
  checkList('the list of images', indices);
  const own = new Uint32Array(indices.length);
  const labels = new Int32Array(indices.length);
  for (let i = 0; i < own.length; i++) {
    const index = indices[i];
    if (!Number.isInteger(index) || index < 0 || index >= data.size) {
      throw new InterpError('bad-option', `the set has no image ${index}; expected 0 to ${data.size - 1}`);
    }
    own[i] = index;
    labels[i] = data.labels[index]!;
  }
  const images = (chosen: ArrayLike<number>) => {
    const inner = new Uint32Array(chosen.length);
    for (let i = 0; i < inner.length; i++) {
      const index = own[chosen[i]];
      if (index === undefined) {
        throw new InterpError('bad-option', `the subset has no image ${chosen[i]}; expected 0 to ${own.length - 1}`);
      }
      inner[i] = index;
    }
    return data.images(inner);
  };
  const { inputShape, labelSets } = data;
  const sets = labelSets && { labelSets: Array.from(own, (index) => labelSets[index]) };
  return { size: own.length, inputShape, labels, ...sets, indices: own, images };
}

/**
 * The images of one class, in order of appearance.
 *
 * @param data - any labelled images
 * @param label - the class
 * @returns the images with that label; none if there is no such image
 *
 * @example
 * ```ts
 * import { ofClass, sampleDigits } from '@interp/mnist';
 *
 * console.log([...ofClass(sampleDigits(), 7).indices]); // [ 7 ]
 * ```
 */
export function ofClass(data: LabelledImages, label: number): Subset {
  checkLabelledImages('the data', data);
  const found: number[] = [];
  data.labels.forEach((value, index) => {
    if (value === label) found.push(index);
  });
  return subset(data, found);
}

/** Options of {@link splitDataset}. */
export interface SplitOptions {
  /** Number of images for validation, from 0 to the size of the set. */
  readonly validation: number;
  /** Chooses them at random. Default: the last ones are for validation. */
  readonly random?: Random;
}

/** Checks of {@link SplitOptions}. */
const splitOptions = optionsTable<SplitOptions>()({
  validation: number({ min: 0, integer: true, required: true }),
  random: withFunctions<Random>(['permutation']),
});

/** A set split into two disjoint parts. */
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
 * @throws `bad-option` if `validation` is not an integer from 0 to the size of the set
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
  const { validation, random } = splitOptions.withDefaults(options);
  checkLabelledImages('the data', data);
  checkNumber('validation', validation, { min: 0, max: data.size, integer: true });
  const order = random ? random.permutation(data.size) : Uint32Array.from({ length: data.size }, (_, i) => i);
  const cut = data.size - validation;
  return { training: subset(data, order.subarray(0, cut)), validation: subset(data, order.subarray(cut)) };
}
