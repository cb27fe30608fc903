import { InterpError, type LabelledImages, type Random } from '@interp/core';

/**
 * Some of a set of labelled images, as a set of its own that copies nothing but the labels.
 *
 * @param data - the whole
 * @param indices - which of its images, in which order
 * @returns the part
 */
const subset = (data: LabelledImages, indices: ArrayLike<number>): LabelledImages => {
  const chosen = Uint32Array.from(indices);
  return {
    size: chosen.length,
    inputShape: data.inputShape,
    labels: Int32Array.from(chosen, (index) => data.labels[index]),
    images: (wanted) => data.images(Uint32Array.from(wanted, (index) => chosen[index])),
  };
};

/** Training and validation images. */
export interface Split {
  /** What is trained on. */
  readonly training: LabelledImages;
  /** What is held out, if anything. */
  readonly validation?: LabelledImages;
}

/**
 * Holds a random part of the data out for validation.
 *
 * @param data - all images
 * @param held - the part to hold out, from 0 to below 1, or other images to validate on
 * @param numbers - decides which are held out
 * @returns both parts; without the second where nothing is held out
 * @throws InterpError `bad-option` where one of the parts would be empty
 */
export const splitOff = (data: LabelledImages, held: number | LabelledImages, numbers: Random): Split => {
  if (typeof held !== 'number') return { training: data, validation: held };
  if (held === 0) return { training: data };
  const count = Math.round(data.size * held);
  if (!(held > 0 && held < 1) || count < 1 || count >= data.size)
    throw new InterpError(
      'bad-option',
      `the validation split is ${held} of ${data.size} images; expected a part above 0 and below 1 that leaves some for both`,
    );
  const order = numbers.permutation(data.size);
  return {
    training: subset(data, order.subarray(count).sort()),
    validation: subset(data, order.subarray(0, count).sort()),
  };
};
