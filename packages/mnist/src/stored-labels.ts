import { InterpError } from '@interp/checks';
import type { SafetensorsEntry } from '@interp/files';

/** The labels of images in a file of tensors. */
export interface StoredLabels {
  /** The class of each image. */
  readonly labels?: readonly number[];
  /** All classes of each image. */
  readonly labelSets?: readonly (readonly number[])[];
  /** What is wrong with the labels of some images, by their places. */
  readonly wrong: ReadonlyMap<number, InterpError>;
}

/** One number an image. */
const labelsOf = (file: string, values: readonly number[], n: number, classes: number): StoredLabels => {
  if (values.length !== n)
    throw new InterpError(
      'bad-file',
      `${file}: the labels are ${values.length} numbers; expected ${n} classes, one for each image`,
    );
  const isClass = (label: number): boolean => Number.isInteger(label) && label >= 0 && label < classes;
  const expected = Number.isFinite(classes) ? `0 to ${classes - 1}, the classes of the model` : 'whole numbers from 0';
  const wrong = values.flatMap((label, i) => {
    const message = `${file}: image ${i} has the label ${label}; expected ${expected}; mend the tensor labels or leave it out`;
    return isClass(label) ? [] : [[i, new InterpError('bad-value', message)] as const];
  });
  // Where most are no classes, the labels are of another model, and those that fit mean something else.
  if (2 * wrong.length > n) throw wrong[0][1];
  return { labels: values, wrong: new Map(wrong) };
};

/**
 * Reads the labels of images from their tensor: one number an image, or columns of 0 and 1 as scikit-learn's `MultiLabelBinarizer` and Keras'
 * `MultiHot` write them.
 *
 * @param file - its name, for messages
 * @param entry - the tensor; nothing where there is none
 * @param n - how many images there are
 * @param classes - how many classes the model has
 * @throws InterpError `bad-file` for labels of other images
 */
export const storedLabels = (
  file: string,
  entry: SafetensorsEntry | undefined,
  n: number,
  classes: number,
): StoredLabels => {
  if (!entry) return { wrong: new Map() };
  const values = Array.from(entry.data as ArrayLike<number | bigint>, Number);
  const [rows, columns = 1, ...others] = entry.shape;
  if (columns === 1 || rows !== n || others.length > 0) return labelsOf(file, values, n, classes);
  const isColumn = classes === Infinity || columns === classes;
  if (!isColumn || !values.every((value) => value === 0 || value === 1))
    throw new InterpError(
      'bad-file',
      `${file}: the labels are [${entry.shape.join(', ')}]; expected ${n} classes, one for each image, or ${Number.isFinite(classes) ? `[${n}, ${classes}] of` : 'columns of'} 0 and 1`,
    );
  const labelSets = Array.from({ length: n }, (_, i) => {
    const row = values.slice(i * columns, (i + 1) * columns);
    return row.flatMap((value, c) => (value === 1 ? [c] : []));
  });
  return { labelSets, wrong: new Map() };
};
