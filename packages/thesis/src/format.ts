import type { Say } from './language.js';
import { same, type Text } from './figure.js';

const raised = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];

/** A probability with four decimals; `> 0.9999` if nearer to 1. */
export const probability = (p: number): string => (p > 0.9999 ? '> 0.9999' : p.toFixed(4));

/** The least of some probabilities: `P ≥ 0.9983`. */
export const atLeast = (p: number): string => `P ${p > 0.9999 ? '' : '≥ '}${probability(p)}`;

/** A fraction as a percentage with one decimal. */
export const percentage = (part: number): string => `${(100 * part).toFixed(1)} %`;

/** A fraction as a percentage with two decimals. */
export const percent = (part: number): string => `${(100 * part).toFixed(2)} %`;

/** A number with a given number of decimals, a minus sign and thousands separators: `−2,360.5`. */
export const decimal = (value: number, digits = 0): string =>
  value
    .toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })
    .replace(/^-/, '−')
    .replace(/^−(?=[0.,]*$)/, '');

/** A number with its sign. */
export const signed = (value: number, digits = 1): string => (value < 0 ? '' : '+') + decimal(value, digits);

/** An integer as superscript: `⁻⁸`. */
export const superscript = (value: number): string =>
  String(value)
    .replace('-', '⁻')
    .replace(/\d/g, (digit) => raised[Number(digit)]);

/** A number with three significant digits, a very small one as `4.54·10⁻⁸`. */
export const short = (value: number): string => {
  if (value === 0 || Math.abs(value) >= 1e-3) return String(Number(value.toPrecision(3))).replace('-', '−');
  const [factor, exponent] = value.toExponential(2).split('e');
  return `${factor.replace('-', '−')}·10${superscript(Number(exponent))}`;
};

/** What the three methods are called in a picture: AM, expert, decoder. */
export const methodWords = (say: Say): readonly [am: string, expert: string, decoder: string] => [
  'AM',
  say('expert', 'experto'),
  say('decoder', 'decodificador'),
];

/** Class numbers 0 to 9 as heads of columns. */
export const classHeads: readonly Text[] = Array.from({ length: 10 }, (_, c) => same(String(c)));

/** Nothing, in both languages. */
export const nothing: Text = same('');

/** The thesis, as the name of a row. */
export const thesisWord: Text = { en: 'thesis', es: 'tesis' };

/** A number with four significant digits. */
export const brief = (value: number): string => String(Number(value.toPrecision(4)));

/** Rows as aligned columns, the first column to the left and all others to the right. */
export const textTable = (rows: readonly (readonly string[])[]): string => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (row: readonly string[]): string =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  ');
  return rows.map((row) => line(row).trimEnd()).join('\n');
};

/** A time for people: `0.4 s`, `12 s`, `3 min 05 s`. */
export const duration = (seconds: number): string => {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
};
