import { plainText } from '@interp/checks';

/** A time for people: `0.4 s`, `12 s`, `3 min 05 s`. */
export const duration = (seconds: number): string => {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
};

/** A part as a percentage with two decimals. */
export const percent = (part: number): string => `${(100 * part).toFixed(2)} %`;

/** A number with four significant digits. */
export const brief = (value: number): string => String(Number(value.toPrecision(4)));

/** Rows as aligned columns, the first column to the left and all others to the right; cells are made printable, and short. */
export const table = (cells: readonly (readonly string[])[]): string => {
  const rows = cells.map((row) => row.map((cell) => plainText(cell, 100)));
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (row: readonly string[]): string =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  ');
  return rows.map((row) => line(row).trimEnd()).join('\n');
};
