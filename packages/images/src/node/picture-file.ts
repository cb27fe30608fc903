import { InterpError, shownName } from '@interp/checks';
import { findDigits, type Picture, type PreparedDigit } from '@interp/mnist';
import {
  imagesOf,
  isPictureShape,
  valuesBetween,
  type DrawnPicture,
  type Images,
  type Preparation,
} from '../images.js';
import { fitPicture } from '../fitting/fit-picture.js';
import { isPlainDigit } from '../fitting/opaque-picture.js';
import { fittedAxes, frameOf } from '../fitting/resized-axis.js';
import { preprocessingOptions } from '../preprocessing.js';
import { decodePicture } from './decode-picture.js';
import type { ReadImagesOptions } from './read-images-options.js';

/** What takes the pictures, and how they are made ready for it. */
type PictureFileOptions = Pick<ReadImagesOptions, 'inputShape' | 'prepare' | 'invert' | 'fit'>;

/** The longer side of a picture that is drawn. */
const drawnSide = 1600;

/**
 * Checks that a model takes pictures.
 *
 * @throws InterpError `unsupported-model`
 */
const checkTakesPictures = (name: string, shape: readonly number[]): void => {
  if (isPictureShape(shape)) return;
  throw new InterpError(
    'unsupported-model',
    `${shownName(name)} is a picture and the model takes inputs of the shape [${shape.join(', ')}]; expected [height, width, 1] or [height, width, 3]; give it a tensor, as FILE.safetensors`,
  );
};

const isDigitShape = ([height, width, channels]: readonly number[]): boolean =>
  height === 28 && width === 28 && channels === 1;

/** How a picture is made ready: `digit`, `fit` or `none`. */
const wayOf = (
  name: string,
  picture: Picture,
  { prepare = 'fit', inputShape: shape }: PictureFileOptions,
): Preparation['how'] => {
  if (prepare === 'digit' && !isDigitShape(shape))
    throw new InterpError(
      'bad-option',
      `prepare "digit" makes digits of [28, 28, 1] and the model takes [${shape.join(', ')}]; expected prepare "fit"`,
    );
  if (prepare === 'none' && (picture.width !== shape[1] || picture.height !== shape[0]))
    throw new InterpError(
      'bad-shape',
      `${shownName(name)} has ${picture.width} × ${picture.height} pixels and the model takes ${shape[1]} × ${shape[0]}; expected that size with prepare "none"`,
    );
  if (prepare === 'none' || prepare === 'digit') return prepare;
  if (prepare === 'auto' && isDigitShape(shape) && !isPlainDigit(picture, shape)) return 'digit';
  return 'fit';
};

const ofDigit = ({ ink, contrast, box, frame, lowContrast, touching, cut }: PreparedDigit): Preparation => ({
  how: 'digit',
  ink,
  contrast,
  box,
  frame,
  ...(lowContrast && { lowContrast }),
  ...(touching && { touching }),
  ...(cut && { cut }),
});

/** The part of a frame that lies within a picture. */
const seenOf = (
  [x, y, width, height]: Preparation['frame'],
  { width: across, height: down }: Pick<Picture, 'width' | 'height'>,
): Preparation['box'] => {
  const [left, top] = [Math.max(0, x), Math.max(0, y)];
  const [right, bottom] = [Math.min(across, x + width), Math.min(down, y + height)];
  return [Math.round(left), Math.round(top), Math.round(right - left), Math.round(bottom - top)];
};

/**
 * Reads a picture: each digit in it prepared as MNIST's were, or the whole fitted to the network's input.
 *
 * @param name - what people call it
 * @param read - gives its bytes, those of a PNG, JPEG or WebP file; called again where the picture is drawn
 * @param options - what takes it
 * @returns pixels from -1 to 1, one image for each digit; none where the picture has no ink, or none that could be one
 * @throws InterpError `bad-file`, `bad-shape`, `bad-option`
 */
export const pictureFile = async (
  name: string,
  read: () => Promise<Uint8Array>,
  options: PictureFileOptions,
): Promise<Images> => {
  const { inputShape, invert, fit } = options;
  checkTakesPictures(name, inputShape);
  const picture = await decodePicture(await read(), { name });
  const how = wayOf(name, picture, options);
  const drawn = async (): Promise<DrawnPicture> => {
    const smaller = await decodePicture(await read(), { within: drawnSide, name });
    return { ...smaller, scale: smaller.width / picture.width };
  };
  const all = { inputShape, name: () => name, picture: drawn };
  if (how !== 'digit') {
    const pixels = fitPicture(picture, { inputShape, invert, fit });
    const frame = frameOf(fittedAxes(picture, inputShape, fit ?? preprocessingOptions.defaults.fit));
    const box = seenOf(frame, picture);
    return imagesOf({ ...all, size: 1, pixels: () => pixels, preparation: () => ({ how, box, frame }) });
  }
  const { digits, hasInk } = findDigits(picture, { ink: invert === undefined ? 'auto' : invert ? 'dark' : 'bright' });
  const pixels = new Float32Array(784 * digits.length);
  digits.forEach((digit, i) => digit.pixels.forEach((grey, at) => (pixels[784 * i + at] = grey / 127.5 - 1)));
  return imagesOf({
    ...all,
    size: digits.length,
    pixels: (from, to) => valuesBetween(pixels, inputShape, from, to),
    preparation: (index) => ofDigit(digits[index]),
    missing: digits.length === 0 ? [{ input: name, before: 0, hasInk }] : [],
  });
};
