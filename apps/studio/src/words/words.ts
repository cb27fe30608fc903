import { computed } from '@preact/signals';
import { state } from '../state/store.js';
import { en } from './en.js';
import { es } from './es.js';

/** The same names, with any texts. */
type Texts<T> = { readonly [K in keyof T]: T[K] extends string ? string : Texts<T[K]> };

/** What the page says, in some language. */
export type Words = Texts<typeof en>;

const languages: Readonly<Record<'en' | 'es', Words>> = { en, es };

/** What the page says, in the language that is chosen. */
export const words = computed(() => languages[state.value.language]);

/** A number as the language writes it. */
export const figure = (value: number, digits: number): string =>
  value.toLocaleString(state.value.language, { minimumFractionDigits: digits, maximumFractionDigits: digits });

/** A share as a percentage. */
export const percent = (share: number): string => `${figure(100 * share, share > 0.995 || share < 0.01 ? 2 : 1)} %`;
