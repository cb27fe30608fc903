import { InterpError } from '@interp/core';
import type { GridCell } from './grid.js';
import { captionLines } from './options.js';
import { heatmapRaster, overlayRaster, signedMaps, type SignedMap } from './heatmap-rasters.js';
import type { ImageBatch, Pixels } from '../images/image-batch.js';
import { imageRasters } from '../images/image-rasters.js';
import type { Raster } from '../images/raster.js';

/** One picture per item of a heatmap grid: images as they are, maps, or maps over images. */
export interface HeatmapSeries {
  /** Images drawn as they are, or under the maps where there are maps too. */
  readonly images?: ImageBatch;
  /** Relevances, `[n, height, width, channels]`, channels added up: red where positive, blue where negative, white at 0. */
  readonly maps?: Pixels;
  /** Name of the series: of its row, or of its column when arranged in columns. Default none. */
  readonly title?: string;
  /** Written under each picture, a newline beginning another line. Default none. */
  readonly captions?: readonly string[];
}

/** A series whose numbers have been checked. */
export interface ReadSeries extends HeatmapSeries {
  /** Its maps. */
  readonly signed?: readonly SignedMap[];
  /** Its images. */
  readonly rasters?: readonly Raster[];
}

/**
 * Checks the numbers of a series.
 *
 * @param series - the series as given
 * @param index - which one it is
 * @returns it with its maps and images
 * @throws InterpError `bad-option` where it has neither, `bad-shape` or `bad-value` where they are no images
 */
export const readSeries = (series: HeatmapSeries, index: number): ReadSeries => {
  if (!series.images && !series.maps)
    throw new InterpError('bad-option', `series ${index} has neither images nor maps; expected one of them or both`);
  return {
    ...series,
    ...(series.maps && { signed: signedMaps(series.maps) }),
    ...(series.images && { rasters: imageRasters(series.images) }),
  };
};

/**
 * Checks that all series have as many pictures, of one size.
 *
 * @param all - the series
 * @throws InterpError `bad-shape`
 */
export const checkSizes = (all: readonly ReadSeries[]): void => {
  const sizes = all.flatMap(({ signed, rasters }) =>
    [signed, rasters].flatMap((list) => (list ? [[list.length, list[0].height, list[0].width].join(' × ')] : [])),
  );
  const other = sizes.find((size) => size !== sizes[0]);
  if (other)
    throw new InterpError(
      'bad-shape',
      `a series of ${other} stands beside one of ${sizes[0]} (number × height × width); expected the same in all`,
    );
};

/**
 * Paints the pictures of a series.
 *
 * @param series - the series
 * @param limitOf - the relevance that is drawn in full red in a map
 * @returns one cell per item
 */
export const seriesCells = (series: ReadSeries, limitOf: (map: SignedMap) => number): GridCell[] => {
  const { signed, rasters, captions } = series;
  return (signed ?? rasters!).map((_, i) => {
    const map = signed?.[i];
    const image = rasters?.[i];
    const raster =
      map === undefined
        ? image!
        : image === undefined
          ? heatmapRaster(map, limitOf(map))
          : overlayRaster(map, limitOf(map), image);
    return { raster, caption: captionLines(captions, i) };
  });
};
