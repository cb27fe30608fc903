import { segmentsOf, stateOf } from './segments.js';

/** Subsets of some segments in an order in which neighbours differ in one of them (Gray 1953). */
const grayOrder = (letters: string): string[] =>
  Array.from({ length: 2 ** letters.length }, (_, i) => {
    const code = i ^ (i >> 1);
    return Array.from(letters)
      .filter((_, bit) => (code >> bit) & 1)
      .join('');
  });

/** The states in a plane, as {@link stateMap} lays them out. */
export interface StateMap {
  /** The upright segments (b, c, e, f) that are lit in each of 16 columns. */
  readonly columns: readonly string[];
  /** The lying segments (a, d, g) that are lit in each of 8 rows. */
  readonly rows: readonly string[];
  /** The states, `[row][column]`. */
  readonly states: readonly (readonly number[])[];
}

/**
 * The 128 states in 8 rows and 16 columns, such that neighbours in a row or a column, also from one end to the other, are one flip
 * apart: a Karnaugh map of the seven segments.
 *
 * @returns the map
 */
export const stateMap = (): StateMap => {
  const columns = grayOrder('bcef');
  const rows = grayOrder('agd');
  const sorted = (segments: string): string => segmentsOf(stateOf(segments));
  return {
    columns,
    rows: rows.map(sorted),
    states: rows.map((lying) => columns.map((upright) => stateOf(lying + upright))),
  };
};
