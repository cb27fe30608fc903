import { InterpError } from '@interp/checks';
import { encode } from 'fast-png';
import { checkPixels, imageRange, type ImageBatch } from './image-batch.js';

/** Pixels ready to be drawn: grey, RGB or RGBA bytes, row by row. */
export interface Raster {
  /** Pixels across. */
  readonly width: number;
  /** Pixels down. */
  readonly height: number;
  /** Bytes of a pixel: 1 grey, 3 RGB, 4 RGBA. */
  readonly channels: 1 | 3 | 4;
  /** `height * width * channels` bytes. */
  readonly data: Uint8Array;
}

/**
 * Enlarges by repeating each pixel, because some renderers always blur enlarged images.
 *
 * @param raster - the small picture
 * @param scale - how often each pixel is repeated both ways, an integer
 * @returns the large picture
 */
export const enlarge = (raster: Raster, scale: number): Raster => {
  const { width, height, channels, data } = raster;
  const wide = width * scale;
  const large = new Uint8Array(wide * height * scale * channels);
  for (let y = 0; y < height * scale; y++) {
    const row = Math.floor(y / scale) * width;
    for (let x = 0; x < wide; x++) {
      const from = (row + Math.floor(x / scale)) * channels;
      const to = (y * wide + x) * channels;
      for (let c = 0; c < channels; c++) large[to + c] = data[from + c]!;
    }
  }
  return { width: wide, height: height * scale, channels, data: large };
};

/** A picture as a PNG in an address. */
export const pngAddress = (raster: Raster): string => {
  let binary = '';
  for (const byte of encode({ ...raster, depth: 8 })) binary += String.fromCharCode(byte);
  return `data:image/png;base64,${btoa(binary)}`;
};

/**
 * A picture as an SVG element, its pixels embedded as a PNG.
 *
 * @param raster - the picture, one pixel of it to a pixel of the drawing
 * @param x - left edge in pixels
 * @param y - top edge in pixels
 * @returns an SVG `image` element
 */
export const imageElement = (raster: Raster, x: number, y: number): string =>
  `<image x="${x}" y="${y}" width="${raster.width}" height="${raster.height}" image-rendering="optimizeSpeed"` +
  ` href="${pngAddress(raster)}"/>`;

/**
 * The images of a batch as bytes: `low` becomes 0, `high` 255, values outside are clipped.
 *
 * @param images - the batch
 * @returns one raster per image
 * @throws InterpError `bad-shape`, `bad-value` or `bad-option` as {@link checkPixels} and {@link imageRange} say, `bad-shape` for
 * another number of channels than 1, 3 or 4
 */
export const imageRasters = (images: ImageBatch): Raster[] => {
  const { count, height, width, channels } = checkPixels('images', images);
  if (channels !== 1 && channels !== 3 && channels !== 4)
    throw new InterpError('bad-shape', `images have ${channels} channels; expected 1 (grey), 3 (RGB) or 4 (RGBA)`);
  const [low, high] = imageRange(images);
  const size = height * width * channels;
  return Array.from({ length: count }, (_, image) => {
    const data = new Uint8Array(size);
    for (let i = 0; i < size; i++) {
      const share = (images.data[image * size + i] - low) / (high - low);
      data[i] = Math.round(255 * Math.min(1, Math.max(0, share)));
    }
    return { width, height, channels, data };
  });
};

/**
 * The brightness of each pixel, as ITU-R BT.601 weighs red, green and blue. Transparency is ignored.
 *
 * @param raster - grey, RGB or RGBA
 * @returns one byte per pixel
 */
export const luminance = (raster: Raster): Uint8Array => {
  const { channels, data } = raster;
  if (channels === 1) return data;
  return Uint8Array.from({ length: data.length / channels }, (_, pixel) => {
    const [red, green, blue] = data.subarray(pixel * channels) as unknown as [number, number, number];
    return Math.round(0.299 * red + 0.587 * green + 0.114 * blue);
  });
};
