import { checkFields, InterpError } from '@interp/checks';
import type { LabelledImages } from '@interp/core';
import { int32Entry, type SafetensorsEntry } from '@interp/files';

/**
 * Labels as a tensor of a `.safetensors` file, called `labels` beside `images`, as `readImages` of `@interp/images/node` reads them.
 *
 * @param data - the labels; where all of each image are known (`labelSets`), these
 * @param classes - how many classes there are
 * @param wanted - how many images, from the first. Default all
 * @returns int32 `[count]`, a class each; of label sets `[count, classes]`, 1 where an image has the class
 * @throws InterpError `bad-class` for a label in a set that is no class
 *
 * @example
 * ```ts
 * import { labelsEntry } from '@interp/images';
 *
 * const { shape, data } = labelsEntry({ labels: Int32Array.of(0, 1), labelSets: [[0, 2], [1]] }, 3);
 * console.log(shape, data); // [ 2, 3 ] Int32Array(6) [ 1, 0, 1, 0, 1, 0 ]
 * ```
 */
export const labelsEntry = (
  data: Pick<LabelledImages, 'labels' | 'labelSets'>,
  classes: number,
  wanted?: number,
): SafetensorsEntry => {
  checkFields('the data', data, { labels: 'list' });
  const { labels, labelSets } = data;
  const count = wanted ?? labels.length;
  if (!labelSets) return int32Entry([count], Int32Array.from(labels.subarray(0, count)));
  const columns = new Int32Array(count * classes);
  labelSets.slice(0, count).forEach((set, image) => {
    for (const label of set) {
      if (!Number.isInteger(label) || label < 0 || label >= classes)
        throw new InterpError('bad-class', `image ${image} has the label ${label}; expected 0 to ${classes - 1}`);
      columns[image * classes + label] = 1;
    }
  });
  return int32Entry([count, classes], columns);
};
