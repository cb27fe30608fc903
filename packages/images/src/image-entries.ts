import { checkList, checkNumber, checkObject } from '@interp/checks';
import { float32Entry, type SafetensorsEntry } from '@interp/files';

/**
 * Numbers of images as tensors of a `.safetensors` file.
 *
 * @param shape - of what is kept of each image
 * @param count - how many images
 * @param values - numbers of all of them by the tensor's name, in row-major order; referred to by the tensors
 * @returns float32 tensors `[count, ...shape]`, for `writeSafetensors` of `@interp/files`, which refuses another number of values than that takes
 *
 * @example
 * ```ts
 * import { imageEntries } from '@interp/images';
 *
 * const [[name, { shape }]] = imageEntries([2, 2], 3, { maps: new Float32Array(12) });
 * console.log(name, shape); // maps [ 3, 2, 2 ]
 * ```
 */
export const imageEntries = (
  shape: readonly number[],
  count: number,
  values: Readonly<Record<string, Float32Array>>,
): readonly (readonly [name: string, tensor: SafetensorsEntry])[] => {
  checkList('the shape', shape, { numbers: true });
  checkNumber('count', count, { min: 0, integer: true });
  checkObject('the values', values, 'numbers by the names of their tensors');
  return Object.entries(values).map(([name, numbers]) => [name, float32Entry([count, ...shape], numbers)]);
};
