/** The languages of the report and of the words in its pictures. */
export type Language = 'en' | 'es';

/** A text in both languages of the report. */
export interface Text {
  /** English. */
  readonly en: string;
  /** Spanish, the thesis' language. */
  readonly es: string;
}

/** Chooses between a text in English and in Spanish: the one of the two that is wanted. */
export type Say = (en: string, es: string) => string;

/** Says it in English. */
export const inEnglish: Say = (en) => en;

/** Says it in Spanish. */
export const inSpanish: Say = (_en, es) => es;
