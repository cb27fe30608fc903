import type { SegmentGeometry } from './geometry.js';
import type { DigitRow } from './digit-table.js';
import type { SegmentImageOptions } from './segment-images.js';

/** Over which geometries {@link robustness} draws the digits: every combination of the three lists. */
export interface RobustnessOptions extends Pick<SegmentImageOptions, 'length' | 'antialias' | 'noise' | 'seed'> {
  /** Thicknesses in pixels. Default 5, 7.5, 10, 12.5 and 15 hundredths of the image's shorter side: 1.4 to 4.2 of 28. */
  readonly thicknesses?: readonly number[];
  /** Shifts in pixels. Default the nine of -2, 0 and 2 to the right and downwards. */
  readonly shifts?: readonly (readonly [right: number, down: number])[];
  /** Slants. Default -0.2, -0.1, 0, 0.1 and 0.2. */
  readonly slants?: readonly number[];
}

/** How the digits are read in one geometry. */
export interface RobustnessCell extends Required<Pick<SegmentGeometry, 'thickness' | 'shift' | 'slant'>> {
  /** The table of the digits. */
  readonly table: readonly DigitRow[];
  /** How many of the ten are read right. */
  readonly correct: number;
}

/** How one digit is read over all geometries. */
export interface DigitRobustness {
  /** The digit. */
  readonly digit: number;
  /** The part of the geometries in which it is read right. */
  readonly correct: number;
  /** Mean probability of the right class. */
  readonly right: number;
  /** The lowest probability of the right class. */
  readonly least: number;
  /** The class that it is taken for most often. */
  readonly usual: number;
}

/** How the digits are read over all geometries. */
export interface Robustness {
  /** One cell for each geometry: thicknesses outermost, slants innermost. After an abort, those that are done. */
  readonly cells: readonly RobustnessCell[];
  /** The ten digits. */
  readonly digits: readonly DigitRobustness[];
}
