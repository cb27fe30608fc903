import { computed, type ReadonlySignal } from '@preact/signals';
import { language } from '../state/store.js';
import { en } from './en.js';
import { es } from './es.js';
import { writtenNumber } from './written-number.js';

/** Names of texts, some of them in groups. */
interface Texts {
  readonly [name: string]: string | Texts;
}

/** The same names, with any texts. */
type Translated<T> = { readonly [K in keyof T]: T[K] extends string ? string : Translated<T[K]> };

/** Texts in the language that is chosen, of those in all languages: a view has its own. */
export const inLanguages = <T extends Texts>(texts: {
  readonly en: T;
  readonly es: Translated<NoInfer<T>>;
}): ReadonlySignal<Translated<T>> => computed(() => (language.value === 'en' ? (texts.en as Translated<T>) : texts.es));

/** What all of the page says. */
export const words = inLanguages({ en, es });

/** A number as the language writes it. */
export const figure = (value: number, digits: number): string => writtenNumber(language.value, value, digits);

/** A number with the decimals that it has, as the language writes it. */
export const plainFigure = (value: number): string =>
  figure(value, (/\.(\d+)$/.exec(String(Number(value.toFixed(6))))?.[1] ?? '').length);

/** A share as a percentage. */
export const percent = (share: number): string =>
  `${figure(100 * share, share > 0.995 || share < 0.01 ? 2 : 1)}\u00a0%`;
