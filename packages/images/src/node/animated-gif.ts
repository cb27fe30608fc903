import { checkedBy, checkList, checkNumber, InterpError, number, optionsTable } from '@interp/checks';
import { loadSharp } from './load-sharp.js';

/** Options of {@link animatedGif}. */
export interface AnimatedGifOptions {
  /** Milliseconds that each frame stays, from 10 to 65,535: one number for all, or one for each. Default 500. */
  readonly delay?: number | readonly number[];
  /** Colours of the palette, from 2 to 256. Default 256. */
  readonly colours?: number;
}

const delays = { min: 10, max: 65_535, integer: true };

const animatedGifOptions = optionsTable<AnimatedGifOptions>()({
  delay: checkedBy<number | readonly number[]>(
    (name, value) => {
      if (typeof value === 'number') return checkNumber(name, value, delays);
      checkList(name, value);
      value.forEach((one) => checkNumber(`a ${name}`, one, delays));
    },
    { default: 500 },
  ),
  colours: number({ min: 2, max: 256, integer: true, default: 256 }),
});

/**
 * An animated GIF that goes on for ever.
 *
 * @param frames - PNG files of one size, in order; at least one, such as `svgToPng` of `@interp/viz/node` makes
 * @param options - how long frames stay, how many colours there are
 * @returns the file's bytes
 * @throws InterpError `bad-option` for frames that are no bytes, an option out of range or another number of delays than of frames,
 *   `bad-file` for a frame that is no picture, `bad-shape` for no frames and for frames of other sizes, `not-found` where sharp does not load
 *
 * @example
 * ```ts
 * import { writeFile } from 'node:fs/promises';
 * import { animatedGif } from '@interp/images/node';
 * import { lineChart } from '@interp/viz';
 * import { svgToPng } from '@interp/viz/node';
 *
 * const charts = await Promise.all([1, 2, 3].map((k) => lineChart([{ name: 'k', x: [0, 1], y: [0, k] }], { yRange: [0, 3] })));
 * await writeFile('rise.gif', await animatedGif(charts.map((svg) => svgToPng(svg)), { delay: 300 }));
 * ```
 */
export const animatedGif = async (frames: readonly Uint8Array[], options?: AnimatedGifOptions): Promise<Uint8Array> => {
  const { delay, colours } = animatedGifOptions.withDefaults(options);
  checkList('the frames', frames);
  // The bytes of one file are a list, too.
  const other = Array.from(frames).findIndex((frame) => !(frame instanceof Uint8Array));
  if (other >= 0) throw new InterpError('bad-option', `frame ${other} is no Uint8Array; expected a PNG file`);
  if (frames.length === 0) throw new InterpError('bad-shape', 'there are no frames; expected at least one');
  const stays = typeof delay === 'number' ? frames.map(() => delay) : [...delay];
  if (stays.length !== frames.length)
    throw new InterpError(
      'bad-option',
      `there are ${stays.length} delays and ${frames.length} frames; expected as many`,
    );
  const sharp = await loadSharp();
  const sizes = await Promise.all(
    frames.map(async (frame, i) => {
      const { width, height } = await sharp(frame)
        .metadata()
        .catch((cause: unknown) => {
          throw new InterpError('bad-file', `frame ${i} cannot be read; expected a PNG file`, { cause });
        });
      return `${width} × ${height}`;
    }),
  );
  const odd = sizes.find((size) => size !== sizes[0]);
  if (odd !== undefined)
    throw new InterpError('bad-shape', `a frame of ${odd} pixels stands beside one of ${sizes[0]}; expected one size`);
  const pictures = frames.map((frame) => Buffer.from(frame.buffer, frame.byteOffset, frame.length));
  // Sharp joins two pictures or more.
  const joined = pictures.length > 1 ? sharp(pictures, { join: { animated: true } }) : sharp(pictures[0]);
  return joined.gif({ delay: stays, loop: 0, colours }).toBuffer();
};
