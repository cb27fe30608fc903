import type { Picture } from '@interp/mnist';
import sharp from 'sharp';

/** What files of the formats that are read begin with; nothing else reaches the decoders. */
const beginnings = [/^\x89PNG\r\n\x1a\n/, /^\xff\xd8\xff/, /^RIFF.{4}WEBP/s];

/** Most pixels that are decoded: 10,000 × 10,000, 400 MB. */
const limitInputPixels = 100_000_000;

/** Longest side: no scanner makes longer ones, and a decoder takes minutes for pictures that are one pixel wide. */
const longestSide = 30_000;

/** Looks at a picture's beginning and at the size that it says, before any of it is decoded. */
const checkSize = async (bytes: Uint8Array): Promise<void> => {
  if (bytes.length === 0) throw new Error('it is empty, of 0 bytes');
  if (!beginnings.some((beginning) => beginning.test(Buffer.from(bytes.subarray(0, 12)).toString('latin1'))))
    throw new Error('it begins as no file of these formats does');
  const { width, height } = await sharp(bytes, { limitInputPixels: false }).metadata();
  if (Math.max(width, height) > longestSide || width * height > limitInputPixels)
    throw new Error(
      `it has ${width} × ${height} pixels; at most 10,000 × 10,000 in all and ${longestSide.toLocaleString('en')} along a side are read`,
    );
};

/**
 * Decodes a picture, turned as its camera was held.
 *
 * @param bytes - a PNG, JPEG or WebP file
 * @param within - makes it smaller, to fit into a square of so many pixels a side. Default: as it is
 * @returns RGBA, eight bits a channel
 * @throws Error where it is none, is damaged or too large
 */
export const decodePicture = async (bytes: Uint8Array, within?: number): Promise<Picture> => {
  await checkSize(bytes);
  const upright = sharp(bytes, { limitInputPixels }).autoOrient();
  const sized =
    within === undefined
      ? upright
      : upright.resize({ width: within, height: within, fit: 'inside', withoutEnlargement: true });
  const { data, info } = await sized
    .toColourspace('srgb')
    .ensureAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
};
