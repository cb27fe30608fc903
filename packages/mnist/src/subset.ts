import { InterpError, type LabelledImages } from '@interp/core';

/** Some of the images of another set; the images themselves stay there. */
export interface Subset extends LabelledImages {
  /** Where each image is in the set that this is a part of, `[size]`. */
  readonly indices: Uint32Array;
}

/**
 * A part of a set, or the same images in another order. Nothing is copied but labels and indices.
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
  return { size: own.length, inputShape: data.inputShape, labels, indices: own, images };
}
