import type { Figure } from './figure.js';

/** The claims of the thesis' text, each with the experiment that decides it, in their order. */
export const allClaims: readonly Figure[] = [];
