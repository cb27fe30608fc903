import { checkRecords, csvCell } from '@interp/checks';

type Cell = string | number | boolean | null | undefined;

const cellText = (value: Cell): string => {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(9)));
  return csvCell(String(value));
};

/** The plain values of a result, in columns by name. */
const flatRow = (result: object): Readonly<Record<string, Cell>> =>
  Object.fromEntries(
    Object.entries(result).flatMap(([key, value]: [string, unknown]) => {
      if (value === undefined || Array.isArray(value)) return [];
      if (typeof value !== 'object' || value === null) return [[key, value as Cell] as const];
      return Object.entries(value)
        .filter(([, inner]) => inner === null || (inner !== undefined && typeof inner !== 'object'))
        .map(([name, inner]) => [`${key}.${name}`, inner as Cell] as const);
    }),
  );

/**
 * Results as a table in CSV (RFC 4180): a header, lines that end in CR LF, quotes where they are needed, an apostrophe before what a spreadsheet would
 * take for a formula.
 *
 * @param results - one a row: the columns are those of all together; what is nested is named with a dot, `before.class`; lists are left out
 * @returns the text; numbers with nine significant digits, which say all that a float32 holds
 *
 * @example
 * ```ts
 * import { csvTable } from '@interp/files';
 *
 * console.log(csvTable([{ input: 'a.png', before: { class: 3 } }]).split('\r\n')); // [ 'input,before.class', 'a.png,3', '' ]
 * ```
 */
export const csvTable = (results: readonly object[]): string => {
  checkRecords('the results', results);
  const rows = results.map(flatRow);
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lines = [columns.map(cellText), ...rows.map((row) => columns.map((column) => cellText(row[column])))];
  return lines.map((line) => `${line.join(',')}\r\n`).join('');
};
