import { checkObject, InterpError } from '@interp/checks';
import { sizeOfShape } from '@interp/core/internal';
import type { Picture } from '@interp/mnist';
import { checkPictureShape } from './fitting/fit-picture.js';
import { fittedAxes, type ResizedAxis } from './fitting/resized-axis.js';
import type { PictureClassifier } from './picture-classifier.js';

/** A map at the size of a picture. */
export interface PictureMap {
  /** Its values, row by row, those of a pixel one after the other. */
  readonly data: Float32Array;
  /** `[1, height, width, channels]`, as `@interp/viz` draws it. */
  readonly shape: readonly [1, height: number, width: number, channels: number];
}

/** Takes what the places of an axis have to the pixels that they are means of: `[outer, to, inner]` becomes `[outer, from, inner]`. */
const takenBack = (
  values: ArrayLike<number>,
  { from, to, first, shares }: ResizedAxis,
  inner: number,
): Float32Array => {
  const outer = values.length / (to * inner);
  const found = new Float32Array(outer * from * inner);
  for (let o = 0; o < outer; o++)
    shares.forEach((own, place) => {
      const at = (o * to + place) * inner;
      own.forEach((share, i) => {
        const start = (o * from + first[place] + i) * inner;
        for (let k = 0; k < inner; k++) found[start + k] += share * values[at + k];
      });
    });
  return found;
};

/**
 * Brings a map of an input, such as relevance, back to the size of the picture that was fitted to it: what a pixel of the input has goes to the pixels of
 * the picture that it is a mean of, by their shares. So the sum of what lies within the picture is kept; what lies on a border beside it is left out, and
 * parts of the picture that were cut off have 0. Channels stay as they are.
 *
 * @param map - `[height, width, channels]` or `[height, width]` of one input, in row-major order
 * @param net - whose input it is of: its input shape, and how pictures are fitted to it
 * @param picture - width and height of the picture
 * @returns the map at the picture's size
 * @throws InterpError `bad-shape` for numbers that are no map of an input, `bad-option`
 *
 * @example
 * ```ts
 * import { mapOnPicture } from '@interp/images';
 *
 * const net = { inputShape: [2, 2, 3], preprocessing: { fit: 'cover' as const } }; // or a pictureClassifier
 * const { data, shape } = mapOnPicture(Float32Array.of(4, 0, 0, 0), net, { width: 6, height: 4 });
 * console.log(shape, data.slice(0, 6)); // [ 1, 4, 6, 1 ] Float32Array(6) [ …
 * ```
 */
export const mapOnPicture = (
  map: ArrayLike<number>,
  net: Pick<PictureClassifier, 'inputShape'> & {
    readonly preprocessing: Pick<PictureClassifier['preprocessing'], 'fit'>;
  },
  picture: Pick<Picture, 'width' | 'height'>,
): PictureMap => {
  checkObject('the picture', picture);
  const { inputShape, preprocessing } = net;
  checkPictureShape(inputShape);
  const { width, height } = picture;
  if (![width, height].every((side) => Number.isSafeInteger(side) && side >= 1))
    throw new InterpError(
      'bad-option',
      `the picture has ${width} × ${height} pixels; expected whole numbers of at least 1`,
    );
  const channels = map.length / (inputShape[0] * inputShape[1]);
  if (channels !== 1 && channels !== inputShape[2])
    throw new InterpError(
      'bad-shape',
      `the map has ${map.length} numbers; expected ${sizeOfShape(inputShape)}, one for each of [${inputShape.join(', ')}], or one a pixel`,
    );
  const { rows, columns } = fittedAxes(picture, inputShape, preprocessing.fit);
  const wide = takenBack(map, columns, channels);
  return { data: takenBack(wide, rows, width * channels), shape: [1, height, width, channels] };
};
