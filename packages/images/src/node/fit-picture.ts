import { InterpError } from '@interp/core';
import { boolean, checkObject, optionsTable } from '@interp/core/internal';
import type { Picture } from '@interp/mnist';
import sharp from 'sharp';
import { isPictureShape } from '../images.js';
import { inputShapeRule, preprocessingOptions, type PreprocessingOptions } from '../preprocessing.js';

/** Options of {@link fitPicture}. */
export interface FitPictureOptions extends Pick<PreprocessingOptions, 'fit'> {
  /** Height, width and channels (1 or 3). */
  readonly inputShape: readonly number[];
  /** Whether bright and dark change places. Default: where the border is bright and there is one channel. */
  readonly invert?: boolean;
}

/** Checks and defaults of {@link FitPictureOptions}. */
const fitPictureOptions = optionsTable<FitPictureOptions>()({
  inputShape: inputShapeRule,
  invert: boolean(),
  fit: preprocessingOptions.rules.fit,
});

/** Bytes of a picture with one or three channels. */
interface Raster {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
}

/** How much more contrast there must be on black: transparent parts are white where it makes little difference. */
const advantage = 1.25;

/** Lays a picture on grey: what is transparent becomes that. */
const laidOn = (paper: number, { data, width, height }: Picture, channels: 1 | 3): Raster => {
  const out = new Uint8Array(width * height * channels);
  for (let at = 0, to = 0; at < data.length; at += 4) {
    const alpha = data[at + 3] / 255;
    const on = (c: number): number => alpha * data[at + c] + (1 - alpha) * paper;
    if (channels === 1) out[to++] = Math.round(0.299 * on(0) + 0.587 * on(1) + 0.114 * on(2));
    else for (let c = 0; c < 3; c++) out[to++] = Math.round(on(c));
  }
  return { data: out, width, height, channels };
};

const deviation = ({ data }: Raster): number => {
  let [sum, squares] = [0, 0];
  for (const value of data) {
    sum += value;
    squares += value * value;
  }
  return Math.sqrt(Math.max(0, squares / data.length - (sum / data.length) * (sum / data.length)));
};

/** Transparent parts become white, or black where the picture has more contrast on that. */
const opaque = (picture: Picture, channels: 1 | 3): Raster => {
  const white = laidOn(255, picture, channels);
  let clear = false;
  for (let at = 3; at < picture.data.length && !clear; at += 4) clear = picture.data[at] < 255;
  if (!clear) return white;
  const black = laidOn(0, picture, channels);
  return deviation(black) > advantage * deviation(white) ? black : white;
};

/** The median of the outermost pixels: what the background is taken to be. */
const borderOf = ({ data, width, height, channels }: Raster): number => {
  const values: number[] = [];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x += y === 0 || y === height - 1 ? 1 : Math.max(1, width - 1)) {
      let sum = 0;
      for (let c = 0; c < channels; c++) sum += data[(y * width + x) * channels + c];
      values.push(sum / channels);
    }
  return values.sort((a, b) => a - b)[values.length >> 1];
};

/** Keeps proportions; what is left over on two sides is given the colour of the border. */
const fitted = async (
  raster: Raster,
  border: number,
  [height, width]: readonly number[],
  fit: 'cover' | 'contain' | 'stretch',
): Promise<Uint8Array> => {
  const { data, ...size } = raster;
  if (raster.width === width && raster.height === height) return data;
  const grey = Math.round(border);
  const { data: small, info } = await sharp(data, { raw: size })
    .resize({ width, height, fit: fit === 'stretch' ? 'fill' : fit, background: { r: grey, g: grey, b: grey } })
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const { channels } = info;
  if (channels === raster.channels) return small;
  const copied = (_: number, i: number) => small[Math.floor(i / raster.channels) * channels + (i % raster.channels)];
  return new Uint8Array(width * height * raster.channels).map(copied);
};

/** Most pixels of an input. */
const mostPixels = 1e8;

const checkPicture = (picture: Picture): void => {
  checkObject('the picture', picture);
  const { data, width, height } = picture;
  if (!(data instanceof Uint8Array || data instanceof Uint8ClampedArray) || data.length !== 4 * width * height)
    throw new InterpError(
      'bad-shape',
      'the picture has not four bytes for each of its width × height pixels; expected RGBA, as decodePicture gives it',
    );
};

/**
 * Fits the whole of a picture to the input of a network: transparency is laid on white or black, colours become grey (for networks of one
 * channel), proportions are kept unless it is stretched. A picture that has the right size already is taken pixel by pixel.
 *
 * @param picture - the picture; it is not changed
 * @param options - the shape of the input, whether bright and dark change places, how other sizes are fitted
 * @returns pixels from -1 (black) to 1 (white), `[height, width, channels]` in row-major order
 * @throws InterpError `bad-shape` for bytes that do not fit the size, `bad-option` for a shape that is none of a picture
 */
export const fitPicture = async (picture: Picture, options: FitPictureOptions): Promise<Float32Array> => {
  const { inputShape, invert, fit } = fitPictureOptions.withDefaults(options);
  if (!isPictureShape(inputShape) || inputShape[0] * inputShape[1] > mostPixels)
    throw new InterpError(
      'bad-option',
      `inputShape is [${inputShape.join(', ')}]; expected [height, width, 1] or [height, width, 3] of at most 100 million pixels`,
    );
  checkPicture(picture);
  const raster = opaque(picture, inputShape[2] as 1 | 3);
  const border = borderOf(raster);
  const inverted = invert ?? (inputShape[2] === 1 && border > 127.5);
  const small = await fitted(raster, border, inputShape, fit);
  return Float32Array.from(small, (value) => (inverted ? 255 - value : value) / 127.5 - 1);
};

/** How far the border of a plain digit is from black or white, and how far its strokes are from the border at least. */
const [plainBorder, plainStrokes] = [32, 96];

/**
 * Whether a picture is a digit as networks of digits take it: of the right size, on black or white.
 *
 * @param picture - the picture
 * @param shape - height, width and channels
 */
export const isPlainDigit = (picture: Picture, [height, width]: readonly number[]): boolean => {
  if (picture.width !== width || picture.height !== height) return false;
  const raster = opaque(picture, 1);
  const border = borderOf(raster);
  if (Math.min(border, 255 - border) > plainBorder) return false;
  return raster.data.some((value) => Math.abs(value - border) > plainStrokes);
};
