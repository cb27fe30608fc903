import { InterpError, number, optionsTable, shownName, shownValue, text } from '@interp/checks';
import type { Picture } from '@interp/mnist';
import { mostPixels } from '../most-pixels.js';
import { loadSharp } from './load-sharp.js';

type Sharp = Awaited<ReturnType<typeof loadSharp>>;

/** Options of {@link decodePicture}. */
export interface DecodePictureOptions {
  /** Makes it smaller, to fit into a square of so many pixels a side. Default: as it is. */
  readonly within?: number;
  /** What people call it, for messages. Default `the picture`. */
  readonly name?: string;
}

/** Checks and defaults of {@link DecodePictureOptions}. */
const decodePictureOptions = optionsTable<DecodePictureOptions>()({
  within: number({ min: 1, max: 30_000, integer: true }),
  name: text(),
});

/** What files of the formats that are read begin with; nothing else reaches the decoders. */
const beginnings = [/^\x89PNG\r\n\x1a\n/, /^\xff\xd8\xff/, /^RIFF.{4}WEBP/s];

/** Longest side: no scanner makes longer ones, and a decoder takes minutes for pictures that are one pixel wide. */
const longestSide = 30_000;

/** Looks at a picture's beginning and at the size that it says, before any of it is decoded. */
const checkSize = async (sharp: Sharp, bytes: Uint8Array): Promise<void> => {
  if (bytes.length === 0) throw new Error('it is empty, of 0 bytes');
  if (!beginnings.some((beginning) => beginning.test(Buffer.from(bytes.subarray(0, 12)).toString('latin1'))))
    throw new Error('it begins as no file of these formats does');
  const { width, height } = await sharp(bytes, { limitInputPixels: false }).metadata();
  if (Math.max(width, height) > longestSide || width * height > mostPixels)
    throw new Error(
      `it has ${width} × ${height} pixels; at most 10,000 × 10,000 in all and ${longestSide.toLocaleString('en')} along a side are read`,
    );
};

const decoded = async (sharp: Sharp, bytes: Uint8Array, within: number | undefined): Promise<Picture> => {
  await checkSize(sharp, bytes);
  const upright = sharp(bytes, { limitInputPixels: mostPixels }).autoOrient();
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

/**
 * Decodes a picture, turned as its camera was held.
 *
 * @param bytes - of a PNG, JPEG or WebP file, of at most 100 million pixels and 30,000 along a side
 * @param options - a smaller size, a name for messages
 * @returns RGBA, eight bits a channel
 * @throws InterpError `bad-file` for a file of another format, a damaged or too large one, `bad-option`, `not-found` where sharp does not load
 */
export const decodePicture = async (bytes: Uint8Array, options: DecodePictureOptions = {}): Promise<Picture> => {
  const { within, name } = decodePictureOptions.withDefaults(options);
  if (!(bytes instanceof Uint8Array))
    throw new InterpError('bad-option', `bytes are ${shownValue(bytes)}; expected a Uint8Array, the bytes of a file`);
  const sharp = await loadSharp();
  try {
    return await decoded(sharp, bytes, within);
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new InterpError(
      'bad-file',
      `${name === undefined ? 'the picture' : shownName(name)} is no image (${why}); expected a sound PNG, JPEG or WebP file`,
      { cause: error },
    );
  }
};
