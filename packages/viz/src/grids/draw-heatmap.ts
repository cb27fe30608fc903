import { checkedBy, InterpError, number, optionsTable } from '@interp/checks';
import { enlarge, imageRasters, type Raster } from '../images/raster.js';
import type { ImageBatch, Pixels } from '../images/image-batch.js';
import { heatmapRaster, overlayRaster, signedMaps } from './heatmap-rasters.js';
import { usualScale } from './options.js';

/** Options of {@link heatmapPixels} and {@link drawHeatmap}. */
export interface HeatmapPixelsOptions {
  /** Images, of the maps' number and size, to draw under the maps. Default none. */
  readonly images?: ImageBatch;
  /** The relevance drawn in full red. Default: the largest absolute value of the map. */
  readonly limit?: number;
  /** How many pixels a pixel of the map takes both ways. Default: as many as make the picture about 112 pixels high. */
  readonly scale?: number;
  /** Which map of the batch is drawn on a canvas. Default 0, the first. */
  readonly index?: number;
}

const heatmapPixelsOptions = optionsTable<HeatmapPixelsOptions>()({
  images: checkedBy<ImageBatch>(() => undefined),
  limit: number({ min: 0 }),
  scale: number({ min: 1, integer: true }),
  index: number({ min: 0, integer: true, default: 0 }),
});

/** A picture as the `ImageData` of a canvas has it. */
export interface RgbaPixels {
  /** Pixels across. */
  readonly width: number;
  /** Pixels down. */
  readonly height: number;
  /** Red, green, blue and opacity of each pixel, row by row, `4 * width * height` bytes. */
  readonly data: Uint8ClampedArray<ArrayBuffer>;
}

const rgba = ({ width, height, data }: Raster): RgbaPixels => {
  const out = new Uint8ClampedArray(4 * width * height).fill(255);
  for (let i = 0; i < width * height; i++) for (let c = 0; c < 3; c++) out[4 * i + c] = data[3 * i + c];
  return { width, height, data: out };
};

/**
 * Heatmaps as pixels, in the colours of `heatmapGrid`: red speaks for, blue against, white neither; over an image, the stronger the
 * relevance, the more opaque.
 *
 * @param maps - relevances, `[n, height, width, channels]`, channels added up
 * @param options - images under the maps, colour scale, size
 * @returns one picture a map
 * @throws InterpError `bad-shape`, `bad-value` or `bad-option` as `heatmapGrid` does
 *
 * @example
 * ```ts
 * import { heatmapPixels } from '@interp/viz';
 *
 * const [picture] = heatmapPixels({ data: Float32Array.of(1, 0, -1, 0), shape: [1, 2, 2, 1] }, { scale: 1 });
 * console.log(picture.width, [...picture.data.slice(0, 4)]); // 2 [ 116, 5, 32, 255 ]
 * ```
 */
export const heatmapPixels = (maps: Pixels, options: HeatmapPixelsOptions = {}): RgbaPixels[] => {
  const { images, limit, scale } = heatmapPixelsOptions.withDefaults(options);
  const signed = signedMaps(maps);
  const rasters = images && imageRasters(images);
  if (rasters && rasters.length !== signed.length)
    throw new InterpError(
      'bad-shape',
      `there are ${signed.length} maps and ${rasters.length} images; expected one image a map`,
    );
  return signed.map((map, i) => {
    const most = limit ?? map.largest;
    const raster = rasters ? overlayRaster(map, most, rasters[i]) : heatmapRaster(map, most);
    return rgba(enlarge(raster, scale ?? usualScale(map.height)));
  });
};

/** The part of a canvas, of a page or off screen, that {@link drawHeatmap} needs. */
export interface CanvasLike {
  /** Pixels across. */
  width: number;
  /** Pixels down. */
  height: number;
  /**
   * Gives the context for drawing.
   *
   * @param kind - `2d`
   * @returns the context, or null where there is none
   */
  getContext(kind: '2d'): {
    createImageData(width: number, height: number): { readonly data: Uint8ClampedArray };
    putImageData(data: { readonly data: Uint8ClampedArray }, x: number, y: number): void;
  } | null;
}

/**
 * Draws a heatmap on a canvas, which takes the size of the picture.
 *
 * @param canvas - a canvas of the page or an `OffscreenCanvas`; its width, height and content are replaced
 * @param map - relevance, `[n, height, width, channels]`: the result of an explanation by `pixelsOf`
 * @param options - the image under the map, which map of the batch, colour scale, size
 * @throws InterpError `bad-option` for a canvas without a 2d context or an index beyond the batch; as {@link heatmapPixels}
 *
 * @example
 * ```ts
 * import { drawHeatmap } from '@interp/viz';
 *
 * if ('document' in globalThis) {
 *   const canvas = document.querySelector('canvas')!;
 *   drawHeatmap(canvas, { data: Float32Array.of(1, 0, -1, 0), shape: [1, 2, 2, 1] });
 * }
 * ```
 */
export const drawHeatmap = (canvas: CanvasLike, map: Pixels, options: HeatmapPixelsOptions = {}): void => {
  const { index } = heatmapPixelsOptions.withDefaults(options);
  const pictures = heatmapPixels(map, options);
  if (index >= pictures.length)
    throw new InterpError('bad-option', `index is ${index} of ${pictures.length} maps; expected a smaller one`);
  const context = canvas.getContext('2d');
  if (!context) throw new InterpError('bad-option', 'the canvas has no 2d context; give one that has no other context');
  const { width, height, data } = pictures[index];
  canvas.width = width;
  canvas.height = height;
  const pixels = context.createImageData(width, height);
  pixels.data.set(data);
  context.putImageData(pixels, 0, 0);
};
