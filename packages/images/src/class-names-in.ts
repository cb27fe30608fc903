import { checkGivenText, InterpError, shownName } from '@interp/checks';

/**
 * The names of classes in a text.
 *
 * @param text - a JSON list, JSON of names by number, or a name a line
 * @param file - what it is from, for the message
 * @returns the names in the order of their classes
 * @throws InterpError `bad-option` for what begins as JSON and is none
 *
 * @example
 * ```ts
 * import { classNamesIn } from '@interp/images';
 *
 * console.log(classNamesIn('cat\ndog\n')); // [ 'cat', 'dog' ]
 * ```
 */
export const classNamesIn = (text: string, file = 'the text'): readonly string[] => {
  checkGivenText('the names', text, 'a text');
  const given = text.replace(/^\uFEFF/, '');
  if (!/^\s*[[{]/.test(given))
    return given
      .trimEnd()
      .split(/\r?\n/)
      .map((line) => line.trim());
  let found: unknown;
  try {
    found = JSON.parse(given);
  } catch (cause) {
    throw new InterpError('bad-option', `${shownName(file)} is no JSON; expected a list of names, or a name a line`, {
      cause,
    });
  }
  if (Array.isArray(found)) return found as string[];
  const byNumber = Object.entries(found as Record<string, string>);
  return byNumber.sort(([a], [b]) => Number(a) - Number(b)).map(([, name]) => name);
};
