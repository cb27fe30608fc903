import {
  boolean,
  checkedBy,
  checkNumber,
  checkRecords,
  choice,
  InterpError,
  list,
  number,
  optionsTable,
} from '@interp/checks';
import { divergingRamp } from '../colours/diverging.js';
import { formatNumber } from '../svg/text.js';
import type { ColourBar, GridRow, GridCell } from './layout.js';
import { checkTexts, gridRules, usualScale, captionLines, type GridOptions } from './options.js';
import { gridSvg } from './grid-svg.js';
import { heatmapRaster, overlayRaster, signedMaps, type SignedMap } from './heatmap-rasters.js';
import type { ImageBatch, Pixels } from '../images/image-batch.js';
import { imageRasters, type Raster } from '../images/raster.js';

/** A series of a heatmap grid, one picture per item: images, maps, or maps over images. */
export interface HeatmapSeries {
  /** Images, drawn under the maps if there are maps too. */
  readonly images?: ImageBatch;
  /** Relevances, `[n, height, width, channels]`, channels added up: red where positive, blue where negative, white at 0. */
  readonly maps?: Pixels;
  /** Name of the series: of its row, or of its column when arranged in columns. Default none. */
  readonly title?: string;
  /** Written under each picture, a newline beginning another line. Default none. */
  readonly captions?: readonly string[];
}

/** Options of {@link heatmapGrid}. */
export interface HeatmapGridOptions extends GridOptions {
  /** Whether each series is a row or a column. Default `rows`. */
  readonly arrange?: 'rows' | 'columns';
  /** Items side by side before rows wrap, when arranged in rows. Default 10. */
  readonly columns?: number;
  /** Name of each item: of its column, or of its row when arranged in columns. Default none. */
  readonly itemTitles?: readonly string[];
  /**
   * The relevance drawn in full red: each map's own largest absolute value (`own`), that of all maps (`shared`), or a number.
   * With `own`, the value stands under each map, as `±0.53`. Default `own`.
   */
  readonly limit?: 'own' | 'shared' | number;
  /** Whether the colour scale is drawn beside the grid, or below it if `compact`. Default true. */
  readonly colourBar?: boolean;
}

/** Checks and defaults of {@link HeatmapGridOptions}. */
export const heatmapGridOptions = optionsTable<HeatmapGridOptions>()({
  ...gridRules,
  arrange: choice(['rows', 'columns'], { default: 'rows' }),
  columns: number({ min: 1, integer: true, default: 10 }),
  itemTitles: list<readonly string[]>(),
  limit: checkedBy<'own' | 'shared' | number>(
    (name, value) => {
      if (value !== 'own' && value !== 'shared') checkNumber(name, value, { min: 0 });
    },
    { default: 'own' },
  ),
  colourBar: boolean({ default: true }),
});

/** A series whose numbers have been checked. */
interface ReadSeries extends HeatmapSeries {
  /** Its maps. */
  readonly signed?: readonly SignedMap[];
  /** Its images. */
  readonly rasters?: readonly Raster[];
}

/** The maps and images of a series; throws InterpError where it has neither, or they are no images. */
const readSeries = (series: HeatmapSeries, index: number): ReadSeries => {
  if (!series.images && !series.maps)
    throw new InterpError('bad-option', `series ${index} has neither images nor maps; expected one of them or both`);
  return {
    ...series,
    signed: series.maps && signedMaps(series.maps),
    rasters: series.images && imageRasters(series.images),
  };
};

/** Checks that all series have as many pictures, of one size. */
const checkSizes = (all: readonly ReadSeries[]): void => {
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
 * Paints the pictures of a series, one cell per item; `limitOf` gives the relevance that is drawn in full red, which is written under
 * each map where it differs between them.
 */
const seriesCells = (series: ReadSeries, limitOf: (map: SignedMap) => number, written: boolean): GridCell[] => {
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
    const limit = map && written ? [`±${formatNumber(limitOf(map))}`] : [];
    return { raster, caption: [...captionLines(captions, i), ...limit] };
  });
};

const barOf = (limit: number | undefined): ColourBar => {
  const most = limit === undefined ? 'max' : formatNumber(limit);
  return { ramp: divergingRamp(), labels: [`+${most}`, '0', `−${most}`] };
};

/**
 * Draws heatmaps, with the explained images beside or under them: red speaks for, blue against, white neither. The scale
 * is symmetric around 0. The same input gives the same SVG.
 *
 * @param series - rows (or columns) of pictures, each with one picture per item
 * @param options - arrangement, colour scale, titles
 * @returns an SVG document; `svgToPng` of `@interp/viz/node` makes a PNG of it
 * @throws InterpError `bad-shape` for data that are no batch of images or sizes that differ between series, `bad-value` for a NaN or an
 * infinity in them, `bad-option` for an option out of range or a number of texts that does not fit
 *
 * Thesis: Figures 3.9 and 3.10.
 *
 * @example
 * ```ts
 * import { heatmapGrid } from '@interp/viz';
 *
 * const shape = [2, 4, 4, 1];
 * const images = { data: Float32Array.from({ length: 32 }, (_, i) => (i % 4) / 3), shape, range: [0, 1] as const };
 * const maps = { data: Float32Array.from({ length: 32 }, (_, i) => (i % 5) - 2), shape };
 * const svg = heatmapGrid([
 *   { images, title: 'Input' },
 *   { maps, title: 'LRP' },
 *   { maps, images, title: 'Overlay' },
 * ]);
 * console.log(svg.includes('Overlay')); // true
 * ```
 */
export const heatmapGrid = (series: readonly HeatmapSeries[], options: HeatmapGridOptions = {}): string => {
  checkRecords('the series', series);
  if (series.length === 0) throw new InterpError('bad-shape', 'there are no series; expected at least one');
  const settings = heatmapGridOptions.withDefaults(options);
  const { title, gap, compact, arrange, columns, itemTitles, limit, colourBar } = settings;
  const all = series.map(readSeries);
  checkSizes(all);
  const maps = all.flatMap(({ signed }) => signed ?? []);
  const fixed = limit === 'shared' ? Math.max(0, ...maps.map(({ largest }) => largest)) : limit;

  const known = fixed === 'own' ? (maps.length === 1 ? maps[0].largest : undefined) : fixed;
  const cells = all.map((one) => seriesCells(one, (map) => known ?? map.largest, colourBar && known === undefined));
  const count = cells[0].length;
  const { scale = usualScale(cells[0][0].raster.height) } = settings;
  all.forEach(({ captions }, i) => checkTexts(`captions of series ${i}`, captions, count));
  checkTexts('itemTitles', itemTitles, count);

  const inRows = (): GridRow[] =>
    Array.from({ length: Math.ceil(count / columns) }, (_, block) => {
      const [from, to] = [block * columns, (block + 1) * columns];
      return cells.map((row, s): GridRow => ({
        cells: row.slice(from, to),
        title: all[s].title,
        header: s === 0 ? itemTitles?.slice(from, to) : undefined,
        apart: s === 0,
      }));
    }).flat();
  const inColumns = (): GridRow[] =>
    Array.from({ length: count }, (_, item) => ({
      cells: cells.map((column) => column[item]),
      title: itemTitles?.[item],
      header: item === 0 ? all.map((one) => one.title ?? '') : undefined,
    }));

  return gridSvg({
    rows: arrange === 'rows' ? inRows() : inColumns(),
    scale,
    gap,
    compact,
    title,
    bar: colourBar && maps.length > 0 ? barOf(known) : undefined,
  });
};
