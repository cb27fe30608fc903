export type {
  Around,
  ContextSettings,
  DigitSource,
  Digits,
  FigureContext,
  FigureMode,
  NetworkName,
  OpenContext,
  Outcome,
} from './context.js';
export { allClaims } from './claims/all-claims.js';
export { allFigures } from './figures/all-figures.js';
export {
  inBoth,
  same,
  textOf,
  type Cell,
  type Drawing,
  type Figure,
  type FigureTable,
  type Picture,
  type Text,
  type Verdict,
} from './figure.js';
export type { Language, Say } from './language.js';
