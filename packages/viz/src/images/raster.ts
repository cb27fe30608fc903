import { encode } from 'fast-png';

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
 * Enlarges by repeating each pixel: renderers blur what they enlarge themselves, and not all of them can be told not to.
 *
 * @param raster - the small picture
 * @param scale - how often each pixel is repeated both ways, a whole number
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

/**
 * A picture as an SVG element, its pixels embedded as a PNG.
 *
 * @param raster - the picture, one pixel of it to a pixel of the drawing
 * @param x - left edge in pixels
 * @param y - top edge in pixels
 * @returns an SVG `image` element
 */
export const imageElement = (raster: Raster, x: number, y: number): string => {
  const png = encode({ ...raster, depth: 8 });
  let binary = '';
  for (const byte of png) binary += String.fromCharCode(byte);
  return (
    `<image x="${x}" y="${y}" width="${raster.width}" height="${raster.height}" image-rendering="optimizeSpeed"` +
    ` href="data:image/png;base64,${btoa(binary)}"/>`
  );
};
