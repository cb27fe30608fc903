import { UsageError } from './failure.js';

/** What a number on the command line may be. */
export interface NumberRange {
  /** Lowest value. Default none. */
  readonly min?: number;
  /** Highest value. Default none. */
  readonly max?: number;
  /** A value that it must be greater than. Default none. */
  readonly above?: number;
}

const rangeText = ({ min, max, above }: NumberRange): string => {
  if (above !== undefined) return max === undefined ? ` above ${above}` : ` above ${above} and up to ${max}`;
  if (min !== undefined) return max === undefined ? ` of at least ${min}` : ` from ${min} to ${max}`;
  return max === undefined ? '' : ` of at most ${max}`;
};

const parse = (flag: string, kind: string, range: NumberRange, text: string, good: (n: number) => boolean): number => {
  const value = text.trim() === '' ? NaN : Number(text);
  const { min = -Infinity, max = Infinity, above = -Infinity } = range;
  if (Number.isFinite(value) && good(value) && value >= min && value <= max && value > above) return value;
  throw new UsageError(`${flag} is ${JSON.stringify(text.slice(0, 40))}; expected a ${kind}${rangeText(range)}`);
};

/** A parser of the numbers that a flag takes. */
export const number =
  (flag: string, range: NumberRange = {}) =>
  (text: string): number =>
    parse(flag, 'number', range, text, () => true);

/** A parser of the whole numbers that a flag takes. */
export const integer =
  (flag: string, range: NumberRange = {}) =>
  (text: string): number =>
    parse(flag, 'whole number', range, text, Number.isSafeInteger);

/** A parser of one number or several with commas between them. */
export const numberList =
  (flag: string, range: NumberRange = {}) =>
  (text: string): readonly number[] =>
    text.split(',').map((part) => parse(flag, 'number, or numbers as 0.1,0.2,', range, part, () => true));

/** A parser of classes: one, several with commas between them, or `all`. */
export const classList =
  (flag: string) =>
  (text: string): readonly number[] | 'all' =>
    text === 'all'
      ? 'all'
      : text.split(',').map((part) => parse(flag, "class, as 5, 0,3,8 or 'all'", {}, part, Number.isSafeInteger));
