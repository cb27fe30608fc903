import { InterpError } from '@interp/core';
import { shownName } from '@interp/core/internal';
import { findDigits, type Picture, type PreparedDigit } from '@interp/mnist';
import type { InputOptions } from '../shell/options.js';
import { decodePicture } from './decode.js';
import { fitPicture, isPlainDigit } from './fit-picture.js';
import { isPictureShape, type DrawnPicture, type Images, type Preparation } from './images.js';

/** What takes the pictures, and how they are made ready for it. */
export interface ImageFileOptions extends Pick<InputOptions, 'prepare' | 'invert'> {
  /** Height, width and channels (1 or 3). */
  readonly shape: readonly number[];
  /** Whether it is a network of MNIST's digits, for which pictures are prepared by default. Default false. */
  readonly digits?: boolean;
  /** How other sizes are fitted: sides cut off, all of it with a border, stretched. Default `contain`. */
  readonly fit?: 'cover' | 'contain' | 'stretch';
}

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
  { prepare = 'auto', shape, digits = false }: ImageFileOptions,
): Preparation['how'] => {
  if (prepare === 'digit' && !isDigitShape(shape))
    throw new InterpError(
      'bad-option',
      `--prepare digit makes digits of [28, 28, 1] and the model takes [${shape.join(', ')}]; expected --prepare fit`,
    );
  if (prepare === 'none' && (picture.width !== shape[1] || picture.height !== shape[0]))
    throw new InterpError(
      'bad-shape',
      `${shownName(name)} has ${picture.width} × ${picture.height} pixels and the model takes ${shape[1]} × ${shape[0]}; expected that size with --prepare none`,
    );
  if (prepare === 'none' || prepare === 'digit') return prepare;
  if (prepare === 'auto' && digits && isDigitShape(shape) && !isPlainDigit(picture, shape)) return 'digit';
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

/**
 * Reads a picture. For networks of digits each digit in it is prepared as MNIST's were; otherwise the whole is fitted to the network's
 * input.
 *
 * @param name - what people call it
 * @param read - gives its bytes, those of a PNG, JPEG or WebP file; called again where the picture is drawn
 * @param options - what takes it
 * @returns one image for each digit; none where the picture has no ink, or none that could be one
 * @throws InterpError `bad-file`, `bad-shape`, `bad-option`
 */
export const imageFile = async (
  name: string,
  read: () => Promise<Uint8Array>,
  options: ImageFileOptions,
): Promise<Images> => {
  const { shape, invert } = options;
  checkTakesPictures(name, shape);
  const bytes = await read();
  let picture: Picture;
  try {
    picture = await decodePicture(bytes);
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n')[0] : String(error);
    const message = `${shownName(name)} is no image (${why}); expected a sound PNG, JPEG or WebP file`;
    throw new InterpError('bad-file', message, { cause: error });
  }
  const how = wayOf(name, picture, options);
  const { width } = picture;
  const drawn = async (): Promise<DrawnPicture> => {
    const smaller = await decodePicture(await read(), drawnSide);
    return { ...smaller, scale: smaller.width / width };
  };
  const all = { name: () => name, label: () => undefined, picture: drawn };
  if (how !== 'digit') {
    const pixels = await fitPicture(picture, shape, invert, options.fit);
    const box = [0, 0, picture.width, picture.height] as const;
    return { ...all, size: 1, pixels: () => pixels, preparation: () => ({ how, box, frame: box }) };
  }
  const { digits, hasInk } = findDigits(picture, { ink: invert === undefined ? 'auto' : invert ? 'dark' : 'bright' });
  const pixels = new Float32Array(784 * digits.length);
  digits.forEach((digit, i) => digit.pixels.forEach((grey, at) => (pixels[784 * i + at] = grey / 127.5 - 1)));
  return {
    ...all,
    size: digits.length,
    pixels: (from, to) => pixels.subarray(784 * from, 784 * to),
    preparation: (index) => ofDigit(digits[index]),
    missing: digits.length === 0 ? [{ input: name, before: 0, hasInk }] : [],
  };
};
