import { checkGivenFunction } from '@interp/checks';

/** The languages of a report and of the words in its pictures. */
export type Language = 'en' | 'es';

/** A text in both languages. */
export interface Text {
  /** English. */
  readonly en: string;
  /** Spanish. */
  readonly es: string;
}

/** Chooses between a text in English and in Spanish: the one of the two that is wanted. */
export type Say = (en: string, es: string) => string;

/** Says it in English. */
export const inEnglish: Say = (en) => en;

/** Says it in Spanish. */
export const inSpanish: Say = (_en, es) => es;

/** A text that is the same in both languages, such as a number, or a text in each. */
export type Cell = string | Text;

/** A text that is the same in both languages, such as a number. */
export const same = (text: string): Text => ({ en: text, es: text });

/** Nothing, in both languages. */
export const nothing: Text = same('');

/** Draws a picture, or says something, in both languages; one text if both are the same. */
export const inBoth = async (draw: (say: Say) => string | Promise<string>): Promise<Cell> => {
  checkGivenFunction('what draws', draw, 'a function of a language');
  const [en, es] = [await draw(inEnglish), await draw(inSpanish)];
  return en === es ? en : { en, es };
};

/**
 * A text, a drawing or a cell of a table in one language.
 *
 * @param cell - in both languages, or the same in both
 * @param language - which
 * @returns its text
 */
export const textOf = (cell: Cell, language: keyof Text): string => (typeof cell === 'string' ? cell : cell[language]);
