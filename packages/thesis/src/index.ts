export {
  thesisContext,
  type DigitSource,
  type FigureContext,
  type FigureMode,
  type ThesisContext,
  type ThesisContextOptions,
} from './context.js';
export type { ClassifierRole, ColumnName, NetworkLoaders, NetworkRole, RbmRole } from './networks.js';
export { drawFigure, figureOf, figures, figureText } from './figures.js';
export type { Figure } from './figure.js';
export { ascentMethods, type AscentMethod, type AscentMethodName } from './figures/ascents.js';
export {
  textOf,
  verdictOf,
  type Cell,
  type Condition,
  type DrawnFigure,
  type FigureResult,
  type FigureTable,
  type Language,
  type Numbers,
  type Picture,
  type Rule,
  type Say,
  type Text,
  type Verdict,
} from '@interp/report';
