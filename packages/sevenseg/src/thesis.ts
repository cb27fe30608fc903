import type { DigitRow } from './digit-table.js';
import { digitSegments } from './segments.js';

const row = (digit: number, right: number, predicted: number, probability: number): DigitRow => ({
  digit,
  segments: digitSegments[digit],
  right,
  class: predicted,
  probability,
});

/** The predictions of the thesis' network for the ten digits (table of section 4.1), to compare with `digitTable`. */
export const thesisDigitTable: readonly DigitRow[] = [
  row(0, 0.34, 0, 0.34),
  row(1, 0.002, 5, 0.73),
  row(2, 0.11, 8, 0.81),
  row(3, 0.9, 3, 0.9),
  row(4, 0.96, 4, 0.96),
  row(5, 0.95, 5, 0.95),
  row(6, 0.07, 5, 0.53),
  row(7, 0.23, 2, 0.31),
  row(8, 0.86, 8, 0.86),
  row(9, 0.71, 9, 0.71),
];

/** The probabilities of the images that the thesis' Figure 4.2 shows in the column of each class; it shows none of class 0. */
export const thesisColumns: readonly (readonly number[])[] = [
  [],
  [0.42, 0.51, 0.31],
  [0.74, 0.51, 0.38],
  [0.53],
  [0.94, 0.66, 0.57],
  [0.74, 0.36, 0.31],
  [0.37],
  [0.54, 0.69, 0.24],
  [0.92, 0.89, 0.37],
  [0.59, 0.43, 0.79],
];
