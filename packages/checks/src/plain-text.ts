/**
 * Control characters, escapes, marks that turn or hide other text, halves of characters, and accents on four others, which pile up over the lines
 * above: none of them may reach a terminal as it is.
 */
const unprintable = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|\p{M}(?<=\p{M}{5})/gu;

const escaped = (text: string): string =>
  text.replace(unprintable, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);

/** The beginning and the end of a text that is far too long, so that no time is spent on what is between. */
const endsOf = (given: unknown, most: number): string => {
  const text = String(given);
  return text.length > 4 * most ? text.slice(0, 2 * most) + text.slice(-2 * most) : text;
};

const shortened = (text: string, most: number): string => {
  const characters = Array.from(text);
  if (characters.length <= most) return text;
  const tail = Math.floor((most - 1) / 2);
  return `${characters.slice(0, most - tail - 1).join('')}…${characters.slice(characters.length - tail).join('')}`;
};

/**
 * Makes text from elsewhere, such as names of files and layers and messages of libraries, fit to be shown: one line, in which control characters,
 * escape sequences and marks that turn, hide or join other text are written as `\u{1b}`. A text that is too long loses its middle.
 *
 * @param text - any text
 * @param most - how many characters are shown. Default 300
 * @returns printable text of at most `most` characters on one line
 */
export const plainText = (text: string, most = 300): string =>
  shortened(
    escaped(
      endsOf(text, most)
        .replace(/\s*[\n\r\u2028\u2029]\s*/g, ' ')
        .trim(),
    ),
    most,
  );

/**
 * A name from elsewhere in quotation marks, for a message.
 *
 * @param name - of a file, a layer, a tensor, an argument
 * @param most - how many characters are shown, quotation marks counted. Default 100
 * @returns printable text of at most `most` characters on one line
 */
export const shownName = (name: string, most = 100): string =>
  `"${shortened(escaped(JSON.stringify(endsOf(name, most)).slice(1, -1)), most - 2)}"`;

/**
 * A path for a message, without quotation marks.
 *
 * @param path - of a file or a folder
 * @returns printable text of at most 120 characters on one line: a longer path loses its middle
 */
export const shownPath = (path: string): string => plainText(path, 120);

/**
 * A list of names from elsewhere, for a message.
 *
 * @param names - such as all tensors of a file
 * @param most - how many of them are shown. Default 8
 * @returns printable text on one line, with the number of names that are left out
 */
export const shownNames = (names: readonly string[], most = 8): string => {
  const shown = names.slice(0, most).map((name) => plainText(name, 24));
  return names.length > most ? `${shown.join(', ')} and ${names.length - most} more` : shown.join(', ');
};

/**
 * JSON made fit to be shown: what is not printable is written as JSON's escapes, so that its values are the same.
 *
 * @param json - as `JSON.stringify` gives it
 * @returns JSON of the same values
 */
export const plainJson = (json: string): string =>
  json.replace(unprintable, (character) =>
    character === '\n' || character === '\t'
      ? character
      : Array.from(
          { length: character.length },
          (_, i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`,
        ).join(''),
  );

/**
 * Text of several lines made fit to be shown: all but tabs and the ends of lines is printable.
 *
 * @param text - any text
 * @param kept - what is kept besides printable characters. Default tabs and the ends of lines
 * @returns the same lines, of any length
 */
export const plainLines = (text: string, kept = /[\n\t]/): string =>
  text.replace(unprintable, (character) => (kept.test(character) ? character : escaped(character)));

/** What a spreadsheet takes for the beginning of a formula, also where it leaves out what is not seen before it. */
const formula = /^(?:[\s\p{C}\p{Default_Ignorable_Code_Point}]*[=+\-@＝＋－＠]|[\t\r\n])/u;

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/**
 * A cell of a CSV file (RFC 4180): text that a spreadsheet would compute gets an apostrophe in front, as OWASP advises; numbers, -0.5 for
 * example, stay as they are. Where a separator of any country, a quotation mark or a line break is in it, it is in quotation marks.
 *
 * @param text - any text
 */
export const csvCell = (text: string): string => {
  const harmless = formula.test(text) && !decimal.test(text) ? `'${text}` : text;
  return /[",;\t\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
};
