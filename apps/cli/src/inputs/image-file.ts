import { InterpError } from '@interp/core';
import { shownName } from '@interp/core/internal';
import sharp, { type Sharp } from 'sharp';
import { readBytes } from './file.js';
import type { Images } from './images.js';

/** What files of the formats that are read begin with; nothing else reaches the decoders. */
const beginnings = [/^\x89PNG\r\n\x1a\n/, /^\xff\xd8\xff/, /^RIFF.{4}WEBP/s];

/** Most pixels that are decoded: 10,000 × 10,000, 300 MB at three channels. */
const limitInputPixels = 100_000_000;

/** Looks at a picture's beginning and at the size that it says, before any of it is decoded. */
const checkSize = async (bytes: Buffer): Promise<void> => {
  if (!beginnings.some((beginning) => beginning.test(bytes.toString('latin1', 0, 12))))
    throw new Error('it begins as no file of these formats does');
  const { width, height } = await sharp(bytes, { limitInputPixels: false }).metadata();
  if (width * height > limitInputPixels)
    throw new Error(`it has ${width} × ${height} pixels, and at most 10,000 × 10,000 are read`);
};

type Raster = Record<'width' | 'height' | 'channels', number> & { readonly data: Buffer };

const rasterOf = async (image: Sharp): Promise<Raster> => {
  const { data, info } = await image.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height, channels: info.channels };
};

/** Transparent parts become white; where that leaves a blank page, as for a white stroke on nothing, black. */
const opaque = async (bytes: Buffer, channels: number): Promise<Raster> => {
  const on = (background: string): Promise<Raster> => {
    const image = sharp(bytes, { limitInputPixels }).autoOrient().flatten({ background });
    return rasterOf(channels === 1 ? image.greyscale().toColourspace('b-w') : image.toColourspace('srgb'));
  };
  const white = await on('white');
  return white.data.every((value) => value === white.data[0]) ? on('black') : white;
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
  { shape: [height, width], fit }: Pick<ImageFileOptions, 'shape' | 'fit'>,
): Promise<Uint8Array> => {
  const { data, ...size } = raster;
  if (raster.width === width && raster.height === height) return data;
  const grey = Math.round(border);
  const image = sharp(data, { raw: { ...size, channels: size.channels as 1 | 3 } }).resize({
    width,
    height,
    fit: fit === 'stretch' ? 'fill' : fit,
    background: { r: grey, g: grey, b: grey },
  });
  const { data: small, channels } = await rasterOf(image);
  if (channels === raster.channels) return small;
  const copied = (_: number, i: number) => small[Math.floor(i / raster.channels) * channels + (i % raster.channels)];
  return new Uint8Array(width * height * raster.channels).map(copied);
};

/** How an image file is read. */
export interface ImageFileOptions {
  /** Height, width and channels (1 or 3). */
  readonly shape: readonly number[];
  /** Whether bright and dark change places. Default: grey ones with a bright border. */
  readonly invert?: boolean;
  /** How other sizes are fitted: sides cut off, all of it with a border, stretched. Default `contain`. */
  readonly fit?: 'cover' | 'contain' | 'stretch';
  /** Ends the reading. */
  readonly signal?: AbortSignal;
}

/**
 * Reads an image file: transparency is laid on white, colours become grey (for networks of one channel), the whole is fitted to the
 * network's input keeping proportions, and inverted if its border is bright. An image that has the right size already is taken
 * pixel by pixel.
 *
 * @param path - a PNG, JPEG or WebP file
 * @param options - height, width and channels (1 or 3), and whether to invert; by default grey ones with a bright border
 * @throws InterpError `not-found` or `bad-file`
 */
export const imageFile = async (
  path: string,
  { shape, invert, fit = 'contain', signal }: ImageFileOptions,
): Promise<Images> => {
  const bytes = await readBytes(path, 'the image ', 'a PNG, JPEG or WebP file', signal);
  let pixels: Float32Array;
  try {
    await checkSize(bytes);
    const raster = await opaque(bytes, shape[2]);
    const border = borderOf(raster);
    const inverted = invert ?? (shape[2] === 1 && border > 127.5);
    const small = await fitted(raster, border, { shape, fit });
    pixels = Float32Array.from(small, (value) => (inverted ? 255 - value : value) / 127.5 - 1);
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n')[0] : String(error);
    const message = `${shownName(path)} is no image (${why}); expected a sound PNG, JPEG or WebP file`;
    throw new InterpError('bad-file', message, { cause: error });
  }
  return { size: 1, name: () => path, label: () => undefined, pixels: () => pixels };
};
