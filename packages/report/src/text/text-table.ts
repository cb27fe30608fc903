import { checkList, plainText } from '@interp/checks';

/**
 * Rows as aligned columns, the first column to the left and all others to the right; cells are made printable, and short.
 *
 * @param cells - of each row
 * @param longest - the most characters of a cell. Default 200
 */
export const textTable = (cells: readonly (readonly string[])[], longest = 200): string => {
  checkList('the cells', cells);
  for (const row of cells) checkList('a row of cells', row);
  const rows = cells.map((row) => row.map((cell) => plainText(cell, longest)));
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (row: readonly string[]): string =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  ');
  return rows.map((row) => line(row).trimEnd()).join('\n');
};
