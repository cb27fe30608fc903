/** More of a text than this says no more. */
const longest = 40;

/**
 * How a message shows what somebody gave, in one line, whatever it is.
 *
 * @param value - anything
 * @returns numbers and the like as they are, texts in quotes and cut, of all else the type
 */
export const shownValue = (value: unknown): string => {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, longest));
  if (typeof value === 'bigint') return `${String(value).slice(0, longest)}n`;
  if (value === null || value === undefined || typeof value === 'number' || typeof value === 'boolean')
    return String(value);
  return `of type ${typeof value}`;
};
