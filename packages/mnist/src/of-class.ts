import type { LabelledImages } from '@interp/core';
import { subset, type Subset } from './subset.js';

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
  const found: number[] = [];
  data.labels.forEach((value, index) => {
    if (value === label) found.push(index);
  });
  return subset(data, found);
}
