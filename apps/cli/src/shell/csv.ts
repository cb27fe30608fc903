import { csvCell } from '@interp/checks';

/** What a cell of a table holds. */
export type Cell = string | number | boolean | null | undefined;

/** A row of a table, its columns by name. */
export type CsvRow = Readonly<Record<string, Cell>>;

const cellText = (value: Cell): string => {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(9)));
  return csvCell(String(value));
};

/**
 * A table as CSV (RFC 4180): a header, lines that end in CR LF, quotes where they are needed, no formulas.
 *
 * @param rows - the rows; the columns are those of all rows together
 */
export const csv = (rows: readonly CsvRow[]): string => {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lines = [columns.map(cellText), ...rows.map((row) => columns.map((column) => cellText(row[column])))];
  return lines.map((line) => `${line.join(',')}\r\n`).join('');
};

/**
 * The plain values of results as rows: what is nested is named with a dot, `before.class`; lists are left out.
 *
 * @param results - one an image
 */
export const flatRows = (results: readonly object[]): readonly CsvRow[] =>
  results.map((result) =>
    Object.fromEntries(
      Object.entries(result).flatMap(([key, value]: [string, unknown]) => {
        if (value === undefined || Array.isArray(value)) return [];
        if (typeof value !== 'object' || value === null) return [[key, value as Cell] as const];
        return Object.entries(value)
          .filter(([, inner]) => inner === null || (inner !== undefined && typeof inner !== 'object'))
          .map(([name, inner]) => [`${key}.${name}`, inner as Cell] as const);
      }),
    ),
  );
