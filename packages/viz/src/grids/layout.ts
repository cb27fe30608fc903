import { cutText, wrapText, textWidth } from '../svg/text.js';
import type { Raster } from '../images/raster.js';
import { theme } from '../svg/theme.js';

/** One picture of a grid with what is written under it. */
export interface GridCell {
  /** The picture before enlarging; all of a grid have one size. */
  readonly raster: Raster;
  /** Lines under it. */
  readonly caption: readonly string[];
}

/** One row of a grid. */
export interface GridRow {
  /** Its pictures from the left, undefined where a cell stays empty; a row may be shorter than others. */
  readonly cells: readonly (GridCell | undefined)[];
  /** What is written to the left of it. */
  readonly title?: string;
  /** What is written above each of its columns. */
  readonly header?: readonly string[];
  /** Whether it stands apart from the row above. Default false. */
  readonly apart?: boolean;
}

/** A colour scale drawn beside a grid. */
export interface ColourBar {
  /** Colours from top to bottom, one pixel wide. */
  readonly ramp: Raster;
  /** What is written at the top, the middle and the bottom. */
  readonly labels: readonly [top: string, middle: string, bottom: string];
}

/** A grid of pictures, ready to be laid out. */
export interface Grid {
  /** Rows from the top. */
  readonly rows: readonly GridRow[];
  /** Pixels of the drawing to a pixel of a picture. */
  readonly scale: number;
  /** Pixels between pictures. */
  readonly gap: number;
  /** What is written above the whole. */
  readonly title?: string;
  /** Colour scale to its right, or below. */
  readonly bar?: ColourBar;
  /** Whether titles of rows stand above them and the colour scale below, with less white around all. */
  readonly compact: boolean;
}

const { labelSize, lineHeight, titleSize } = theme;
const titleLineHeight = 22;
const widestCaption = 240;
const widestRowTitle = 150;
const narrowestHeader = 72;
const narrowestTitle = 320;
const apart = 14;
const compactPadding = 8;
const barThickness = 14;
const longestBar = 200;

/** Where one row of a grid stands and what is written beside it, in pixels. */
export interface RowLayout {
  /** Top edge of its pictures. */
  readonly top: number;
  /** Lines of its title. */
  readonly title: readonly string[];
  /** Where the first of them stands: its right end to the left of the pictures, or its left end above them. */
  readonly titleAt: { readonly x: number; readonly y: number; readonly anchor: 'start' | 'end' };
  /** Lines above each column, the last of them nearest to the picture. */
  readonly header: readonly (readonly string[])[];
  /** Lines under each picture, cut to what fits. */
  readonly captions: readonly (readonly string[])[];
}

/** Where everything of a grid stands, in pixels. */
export interface GridLayout {
  /** Width of the drawing. */
  readonly width: number;
  /** Height of the drawing. */
  readonly height: number;
  /** Width of an enlarged picture. */
  readonly imageWidth: number;
  /** Height of an enlarged picture. */
  readonly imageHeight: number;
  /** Lines of the title. */
  readonly title: readonly string[];
  /** White around all. */
  readonly padding: number;
  /** Left edges of the pictures, by column. */
  readonly lefts: readonly number[];
  /** The rows. */
  readonly rows: readonly RowLayout[];
  /** The colour bar, where there is one: upright with its labels to the right, or lying with its labels below. */
  readonly bar?: {
    readonly left: number;
    readonly top: number;
    readonly width: number;
    readonly height: number;
    readonly lies: boolean;
  };
}

const widest = (lines: readonly string[], weight: 400 | 600 = 400): number =>
  Math.max(0, ...lines.map((line) => textWidth(line, labelSize, weight)));

const mostLines = (texts: readonly (readonly string[])[]): number => Math.max(0, ...texts.map((lines) => lines.length));

const textLines = (row: GridRow, imageWidth: number, titleRoom: number): Omit<RowLayout, 'top' | 'titleAt'> => ({
  title: wrapText(row.title ?? '', titleRoom, labelSize, 600),
  header: (row.header ?? []).map((text) => wrapText(text, Math.max(imageWidth, narrowestHeader), labelSize, 600)),
  captions: row.cells.map((cell) =>
    (cell?.caption ?? []).map((line) => cutText(line, Math.max(imageWidth, widestCaption), labelSize)),
  ),
});

/**
 * Lays out a grid. Columns are as wide as the widest picture, caption or column title, so that texts
 * do not overlap.
 *
 * @param grid - the grid, at least one picture in it
 * @returns the positions, in whole pixels
 */
export const layOutGrid = (grid: Grid): GridLayout => {
  const { raster } = grid.rows.flatMap(({ cells }) => cells.filter((cell) => cell !== undefined))[0];
  const [imageWidth, imageHeight] = [raster.width * grid.scale, raster.height * grid.scale];
  const { compact } = grid;
  const padding = compact ? compactPadding : theme.padding;
  const columns = Math.max(...grid.rows.map((row) => row.cells.length));
  const titleRoom = compact ? columns * imageWidth : widestRowTitle;
  const texts = grid.rows.map((row) => textLines(row, imageWidth, titleRoom));
  const pitch = Math.ceil(
    Math.max(
      imageWidth,
      ...texts.flatMap(({ captions }) => captions.map((lines) => widest(lines))),
      ...texts.flatMap(({ header }) => header.map((lines) => widest(lines, 600))),
    ),
  );
  const rowTitleWidth = compact ? 0 : Math.ceil(Math.max(...texts.map(({ title }) => widest(title, 600))));
  const rowTitleRight = padding + rowTitleWidth;
  const left = rowTitleRight + (rowTitleWidth > 0 ? 12 : 0);
  const right = left + columns * pitch + (columns - 1) * grid.gap;
  const barWidth = grid.bar && !compact ? 20 + barThickness + 6 + Math.ceil(widest(grid.bar.labels)) : 0;
  const title = wrapText(grid.title ?? '', Math.max(right + barWidth - padding, narrowestTitle), titleSize, 600);
  const titleWidth = Math.ceil(Math.max(0, ...title.map((line) => textWidth(line, titleSize, 600))));

  let y = padding + (title.length > 0 ? title.length * titleLineHeight + 8 : 0);
  const rows = texts.map((text, i): RowLayout => {
    if (i > 0) y += grid.gap + (grid.rows[i].apart ? apart : 0);
    const headerLines = mostLines(text.header);
    const titleTop = y;
    if (compact && text.title.length > 0) y += text.title.length * lineHeight + (headerLines > 0 ? 0 : 4);
    const top = y + (headerLines > 0 ? headerLines * lineHeight + 4 : 0);
    const captionLines = mostLines(text.captions);
    y = top + imageHeight + (captionLines > 0 ? captionLines * lineHeight + 4 : 0);
    const middle = top + Math.round(imageHeight / 2 - (text.title.length * lineHeight) / 2);
    const titleAt = compact
      ? { x: padding, y: titleTop + labelSize, anchor: 'start' as const }
      : { x: rowTitleRight, y: middle + labelSize, anchor: 'end' as const };
    return { ...text, top, titleAt };
  });

  const top = rows[0].top;
  const upright = Math.max(56, Math.min(longestBar, rows.at(-1)!.top + imageHeight - top));
  const barTop = y + grid.gap;
  if (grid.bar && compact) y = barTop + barThickness + lineHeight;
  return {
    width: Math.max(right + barWidth, padding + titleWidth) + padding,
    height: y + padding,
    imageWidth,
    imageHeight,
    title,
    padding,
    lefts: Array.from(
      { length: columns },
      (_, column) => left + column * (pitch + grid.gap) + Math.floor((pitch - imageWidth) / 2),
    ),
    rows,
    bar:
      grid.bar &&
      (compact
        ? { left, top: barTop, width: Math.min(longestBar, right - left), height: barThickness, lies: true }
        : { left: right + 20, top, width: barThickness, height: upright, lies: false }),
  };
};
