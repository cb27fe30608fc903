import { checkFields, InterpError } from '@interp/checks';
import type { LabelledImages } from '@interp/core';
import { sizeOfShape } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import type { Images } from './images.js';

/**
 * Images with their classes, as evaluation and training take them.
 *
 * @param images - all with labels, one each, or all classes of each
 * @returns the same images
 * @throws InterpError `bad-value` naming the first without a label
 *
 * @example
 * ```ts
 * import { labelledImages } from '@interp/images';
 * import { readImages } from '@interp/images/node';
 *
 * const digits = labelledImages(await readImages(['drawn:test/0-9'], { inputShape: [28, 28, 1] }));
 * console.log(digits.size, digits.labels.length); // 10 10
 * ```
 */
export const labelledImages = (images: Images): LabelledImages => {
  checkFields('the images', images, { size: 'number', inputShape: 'list', labelSet: 'function', label: 'function' });
  const { size, inputShape } = images;
  const ofOne = (label: number | undefined) => (label === undefined ? undefined : [label]);
  const isOfSets = Array.from({ length: size }, (_, i) => images.labelSet(i)).some((set) => set !== undefined);
  const sets = Array.from({ length: size }, (_, i) => images.labelSet(i) ?? ofOne(images.label(i)));
  const labelSets = isOfSets && sets.every((set) => set !== undefined) ? sets : undefined;
  const labels = Int32Array.from({ length: size }, (_, i) => {
    const label = labelSets ? (labelSets[i].at(0) ?? 0) : images.label(i);
    if (label !== undefined) return label;
    throw new InterpError(
      'bad-value',
      `${images.name(i)} has no label; expected labelled images, as MNIST's, a file with labels or a folder with labels.csv`,
    );
  });
  return {
    size,
    inputShape,
    labels,
    ...(labelSets && { labelSets }),
    images: (indices) => {
      const [first = 0] = Array.from(indices);
      if (Array.from(indices).every((index, i) => index === first + i))
        return images.tensor(first, first + indices.length);
      const width = sizeOfShape(inputShape);
      const values = new Float32Array(indices.length * width);
      Array.from(indices).forEach((index, i) => values.set(images.pixels(index, index + 1), i * width));
      return tf.tensor(values, [indices.length, ...inputShape]);
    },
  };
};
