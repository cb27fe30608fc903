import { same, type Text } from './figure.js';

/** A probability with four decimals, saying where it is nearer to 1 than they tell. */
export const probability = (p: number): string => (p > 0.9999 ? '> 0.9999' : p.toFixed(4));

/** A part as a percentage with one decimal. */
export const percentage = (part: number): string => `${(100 * part).toFixed(1)} %`;

/** A number with its sign. */
export const signed = (value: number, digits = 1): string =>
  `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(digits)}`;

/** A number with three significant digits. */
export const short = (value: number): string => String(Number(value.toPrecision(3))).replace('-', '−');

/** The mean of some numbers. */
export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Class numbers 0 to 9 as heads of columns. */
export const classHeads: readonly Text[] = Array.from({ length: 10 }, (_, c) => same(String(c)));

/** Nothing, in both languages. */
export const nothing: Text = same('');
