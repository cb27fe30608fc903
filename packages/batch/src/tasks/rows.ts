import { classOf } from '@interp/core/internal';
import { float32Entry, int32Entry, type SafetensorsEntry } from '@interp/files';
import type { Images } from '@interp/images';
import type { OpenedClassifier } from '@interp/open';
import { without } from '../without.js';

/** What is known of an image: its name, its label, how it was made of a picture. */
export const rowOf = (images: Images, index: number) => {
  const preparation = images.preparation(index);
  return {
    input: images.name(index),
    label: images.label(index),
    ...(preparation && { prepared: without(preparation, 'frame') }),
  };
};

/** Numbers of so many images, `[n, ...shape]`. */
export const floatsOf = (
  name: string,
  n: number,
  shape: readonly number[],
  values: Float32Array = new Float32Array(),
): readonly [string, SafetensorsEntry] => [name, float32Entry([n, ...shape], values)];

/** A whole number of each image, `[n]`. */
export const integersOf = (name: string, values: readonly number[]): readonly [string, SafetensorsEntry] => [
  name,
  int32Entry([values.length], values),
];

/** The number of a class that may be given by its name; throws InterpError `bad-class`. */
export const numberOfClass = (classifier: OpenedClassifier, wanted: number | string | undefined): number | undefined =>
  wanted === undefined ? undefined : classOf(classifier, String(wanted), classifier.settings.labels ?? []);
