import { InterpError } from '@interp/core';
import { checkBoolean, checkChoice, checkedOptions, checkNumber } from '@interp/core/internal';
import { divergingRamp } from '../colours/diverging.js';
import { formatNumber } from '../svg/format-number.js';
import type { ColourBar, GridRow } from './grid.js';
import { checkTexts, gridOptions, type GridOptions } from './options.js';
import { gridSvg } from './grid-svg.js';
import { checkSizes, readSeries, seriesCells, type HeatmapSeries } from './heatmap-series.js';

/** What {@link heatmapGrid} can be told. */
export interface HeatmapGridOptions extends GridOptions {
  /** Whether each series is a row or a column. Default `rows`. */
  readonly arrange?: 'rows' | 'columns';
  /** Items side by side before the rows begin anew below, when arranged in rows. Default 10. */
  readonly columns?: number;
  /** Name of each item: of its column, or of its row when arranged in columns. Default none. */
  readonly itemTitles?: readonly string[];
  /**
   * The relevance drawn in full red: each map's own largest absolute value (`own`), that of all maps (`shared`), or a number.
   * Default `own`.
   */
  readonly limit?: 'own' | 'shared' | number;
  /** Whether the colour scale is drawn beside the grid. Default true. */
  readonly colourBar?: boolean;
}

const barOf = (limit: number | undefined): ColourBar => {
  const most = limit === undefined ? 'max' : formatNumber(limit);
  return { ramp: divergingRamp(), labels: [`+${most}`, '0', `−${most}`] };
};

/**
 * Draws heatmaps, with the images that they explain beside or under them: red speaks for, blue against, white neither. The scale
 * is symmetric around 0. The same input gives the same text.
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
  if (series.length === 0) throw new InterpError('bad-shape', 'there are no series; expected at least one');
  const {
    arrange = 'rows',
    columns = 10,
    itemTitles,
    limit = 'own',
    colourBar = true,
    ...common
  } = checkedOptions(options);
  const all = series.map(readSeries);
  checkSizes(all);
  const maps = all.flatMap(({ signed }) => signed ?? []);
  const fixed = limit === 'shared' ? Math.max(0, ...maps.map(({ largest }) => largest)) : limit;
  if (fixed !== 'own') checkNumber('limit', fixed, { min: 0 });
  checkBoolean('colourBar', colourBar);
  checkChoice('arrange', arrange, ['rows', 'columns']);
  checkNumber('columns', columns, { min: 1, integer: true });

  const cells = all.map((one) => seriesCells(one, (map) => (fixed === 'own' ? map.largest : fixed)));
  const count = cells[0].length;
  const { title, scale, gap } = gridOptions(common, cells[0][0].raster.height);
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

  const known = fixed === 'own' ? (maps.length === 1 ? maps[0].largest : undefined) : fixed;
  return gridSvg({
    rows: arrange === 'rows' ? inRows() : inColumns(),
    scale,
    gap,
    title,
    ...(colourBar && maps.length > 0 && { bar: barOf(known) }),
  });
};
