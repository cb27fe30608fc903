import { InterpError } from '@interp/core';
import { checkPixels, imageRange, type ImageBatch } from './image-batch.js';
import type { Raster } from './raster.js';

/**
 * The images of a batch as bytes: `low` becomes 0, `high` 255, what is outside is clipped.
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
 * The brightness of each pixel, as ITU-R BT.601 weighs red, green and blue. Transparency is left out of account.
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
