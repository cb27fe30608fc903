import { checkNumber } from '@interp/checks';
import type { Raster } from '../images/raster.js';

/** From -1 (blue) by white to +1 (red); the lightness falls evenly to both sides, so that it also reads without colour vision. */
const stops = [
  [0x0b, 0x2f, 0x6b],
  [0x1f, 0x5f, 0xa8],
  [0x46, 0x91, 0xc6],
  [0x94, 0xc4, 0xe0],
  [0xd3, 0xe6, 0xf2],
  [0xff, 0xff, 0xff],
  [0xfd, 0xdc, 0xc8],
  [0xf5, 0xa3, 0x80],
  [0xda, 0x5f, 0x4b],
  [0xb5, 0x1a, 0x2c],
  [0x74, 0x05, 0x20],
] as const;

/**
 * The colour of a signed share: red for positive, blue for negative, exactly white for zero.
 *
 * Source of the hues: C. Brewer, ColorBrewer (scheme RdBu), with pure white in the middle.
 *
 * @param share - from -1 to 1; what is outside counts as the nearer end
 * @returns red, green and blue, 0 to 255
 */
export const divergingColour = (share: number): readonly [red: number, green: number, blue: number] => {
  checkNumber('share', share);
  const position = (Math.min(1, Math.max(-1, share)) + 1) * 5;
  const below = Math.min(9, Math.floor(position));
  const mix = position - below;
  const channel = (c: 0 | 1 | 2): number => Math.round(stops[below][c] * (1 - mix) + stops[below + 1][c] * mix);
  return [channel(0), channel(1), channel(2)];
};

/**
 * The whole scale, +1 at the top and -1 at the bottom.
 *
 * @returns one pixel wide, 511 high, RGB
 */
export const divergingRamp = (): Raster => ({
  width: 1,
  height: 511,
  channels: 3,
  data: Uint8Array.from(Array.from({ length: 511 }, (_, i) => divergingColour(1 - i / 255)).flat()),
});
