import { InterpError } from '@interp/checks';
import { divergingColour } from '../colours/diverging.js';
import { checkPixels, type Pixels } from '../images/image-batch.js';
import { luminance, type Raster } from '../images/raster.js';

/** Signed values, one per pixel of an image. */
export interface SignedMap {
  /** Pixels across. */
  readonly width: number;
  /** Pixels down. */
  readonly height: number;
  /** `height * width` values. */
  readonly values: Float64Array;
  /** Their largest absolute value. */
  readonly largest: number;
}

/**
 * Relevance as one value per pixel: the sum over channels, which keeps the sum of the map.
 *
 * @param maps - `[n, height, width, channels]`
 * @returns one map per image
 * @throws InterpError `bad-shape` or `bad-value`
 */
export const signedMaps = (maps: Pixels): SignedMap[] => {
  const { count, height, width, channels } = checkPixels('maps', maps);
  return Array.from({ length: count }, (_, image) => {
    const values = new Float64Array(height * width);
    for (let i = 0; i < values.length * channels; i++)
      values[Math.floor(i / channels)] += maps.data[image * values.length * channels + i];
    const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    return { width, height, values, largest };
  });
};

/**
 * Draws a map, with the colour scale from `-limit` to `limit`.
 *
 * @param map - the map
 * @param limit - the value that is drawn in full red; 0 paints all white
 * @returns RGB
 */
export const heatmapRaster = ({ width, height, values }: SignedMap, limit: number): Raster => {
  const data = new Uint8Array(values.length * 3);
  values.forEach((value, i) => data.set(divergingColour(limit > 0 ? value / limit : 0), 3 * i));
  return { width, height, channels: 3, data };
};

/** What speaks for. */
export const red = [0xe3, 0x1a, 0x2e] as const;
/** What speaks against. */
export const blue = [0x1f, 0x6f, 0xe0] as const;

/**
 * Draws a map over the grey image that it explains: the stronger the relevance, the more opaque the colour.
 *
 * @param map - the map
 * @param limit - the value that covers the image wholly
 * @param image - the image, of the map's size
 * @returns RGB
 * @throws InterpError `bad-shape` where the sizes differ
 */
export const overlayRaster = (map: SignedMap, limit: number, image: Raster): Raster => {
  const { width, height, values } = map;
  if (image.width !== width || image.height !== height)
    throw new InterpError(
      'bad-shape',
      `the map is ${height} by ${width} and the image under it ${image.height} by ${image.width}; expected the same size`,
    );
  const grey = luminance(image);
  const data = new Uint8Array(values.length * 3);
  values.forEach((value, i) => {
    const share = limit > 0 ? Math.min(1, Math.abs(value) / limit) : 0;
    const colour = value > 0 ? red : blue;
    for (let c = 0; c < 3; c++) data[3 * i + c] = Math.round(grey[i] * (1 - share) + colour[c] * share);
  });
  return { width, height, channels: 3, data };
};
