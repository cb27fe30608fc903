import { boolean, InterpError, optionsTable } from '@interp/checks';
import type { Picture } from '@interp/mnist';
import { isPictureShape } from '../images.js';
import { mostPixels } from '../most-pixels.js';
import { inputShapeRule, preprocessingOptions, type PreprocessingOptions } from '../preprocessing.js';
import { borderOf, checkPicture, isInverted, luminance, opaquePicture } from './opaque-picture.js';
import { fittedAxes, type FittedAxes } from './resized-axis.js';

/** Options of {@link fitPicture}. */
export interface FitPictureOptions extends Pick<PreprocessingOptions, 'fit'> {
  /** Height, width and channels (1 or 3). */
  readonly inputShape: readonly number[];
  /** Whether bright and dark change places. Default: where the border is bright and there is one channel. */
  readonly invert?: boolean;
}

/** Checks and defaults of {@link FitPictureOptions}. */
export const fitPictureOptions = optionsTable<FitPictureOptions>()({
  inputShape: inputShapeRule,
  invert: boolean(),
  fit: preprocessingOptions.rules.fit,
});

/** Refuses a shape that is none of a picture, or too large to be one. */
export const checkPictureShape = (inputShape: readonly number[]): void => {
  if (isPictureShape(inputShape) && inputShape[0] * inputShape[1] <= mostPixels) return;
  throw new InterpError(
    'bad-option',
    `inputShape is [${inputShape.join(', ')}]; expected [height, width, 1] or [height, width, 3] of at most 100 million pixels`,
  );
};

/** The colours of an opaque picture, fitted: `[rows, columns, 3]` from 0 to 255, `border` beside it. */
const fittedColours = ({ data, width }: Picture, { rows, columns }: FittedAxes, border: number): Float64Array => {
  const out = new Float64Array(rows.to * columns.to * 3);
  const across = new Float64Array(columns.to * 3);
  const users: { place: number; share: number }[][] = Array.from({ length: rows.from }, () => []);
  rows.shares.forEach((shares, place) =>
    shares.forEach((share, i) => share > 0 && users[rows.first[place] + i].push({ place, share })),
  );
  users.forEach((places, row) => {
    if (places.length === 0) return;
    columns.shares.forEach((shares, column) => {
      let [red, green, blue] = shares.length > 0 ? [0, 0, 0] : [border, border, border];
      for (let i = 0, at = 4 * (row * width + columns.first[column]); i < shares.length; i++, at += 4) {
        red += shares[i] * data[at];
        green += shares[i] * data[at + 1];
        blue += shares[i] * data[at + 2];
      }
      across[3 * column] = red;
      across[3 * column + 1] = green;
      across[3 * column + 2] = blue;
    });
    for (const { place, share } of places)
      for (let i = 0, to = place * across.length; i < across.length; i++, to++) out[to] += share * across[i];
  });
  rows.shares.forEach(({ length }, place) => {
    if (length === 0) out.fill(border, place * across.length, (place + 1) * across.length);
  });
  return out;
};

/**
 * Fits the whole of a picture to the input of a network: transparency is laid on white or black, colours become grey (for networks of one
 * channel), proportions are kept unless it is stretched, and what is left over is given the grey of the border. Each pixel of the input is a mean of the
 * picture's pixels under it, by a triangle (bilinear, antialiased, as Pillow and torchvision do it). A picture that has the right size already is taken
 * pixel by pixel.
 *
 * @param picture - the picture, as `ImageData` of a canvas or `decodePicture` has it; it is not changed
 * @param options - the shape of the input, whether bright and dark change places, how other sizes are fitted
 * @returns pixels from -1 (black) to 1 (white), `[height, width, channels]` in row-major order
 * @throws InterpError `bad-shape` for bytes that do not fit the size, `bad-option` for a shape that is none of a picture
 *
 * @example
 * ```ts
 * import { fitPicture } from '@interp/images';
 *
 * const picture = { data: new Uint8Array(4 * 40 * 20).fill(255), width: 40, height: 20 };
 * console.log(fitPicture(picture, { inputShape: [8, 8, 3], fit: 'cover' }).length); // 192
 * ```
 */
export const fitPicture = (picture: Picture, options: FitPictureOptions): Float32Array => {
  const { inputShape, invert, fit } = fitPictureOptions.withDefaults(options);
  checkPictureShape(inputShape);
  checkPicture(picture);
  const opaque = opaquePicture(picture);
  const [border, channels] = [borderOf(opaque), inputShape[2]];
  const sign = (invert ?? isInverted(border, channels)) ? -1 : 1;
  const colours = fittedColours(opaque, fittedAxes(opaque, inputShape, fit), border);
  const pixel = (value: number): number => sign * (value / 127.5 - 1);
  if (channels === 3) return Float32Array.from(colours, pixel);
  return Float32Array.from({ length: colours.length / 3 }, (_, i) =>
    pixel(luminance.reduce((sum, weight, c) => sum + weight * colours[3 * i + c], 0)),
  );
};
