import type { Raster } from '../images/raster.js';

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
  /** Colour scale to its right. */
  readonly bar?: ColourBar;
}
