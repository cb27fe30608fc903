import { shownName } from './plain-text.js';

/** Longer strings are cut in messages. */
const longest = 40;

/**
 * Formats any value on one line, for an error message: numbers and other primitives as they are, strings quoted and cut, for
 * everything else the type.
 */
export const shownValue = (value: unknown): string => {
  if (typeof value === 'string') return shownName(value, longest + 2);
  if (typeof value === 'bigint') return `${String(value).slice(0, longest)}n`;
  if (value === null || value === undefined || typeof value === 'number' || typeof value === 'boolean')
    return String(value);
  return `of type ${typeof value}`;
};
