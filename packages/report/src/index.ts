export { inBoth, nothing, same, textOf, type Cell, type Language, type Say, type Text } from './text/language.js';
export {
  atLeast,
  brief,
  decimal,
  duration,
  percent,
  percentage,
  probability,
  short,
  signed,
  superscript,
} from './text/numbers.js';
export { textTable } from './text/text-table.js';
export {
  drawing,
  fileNameOf,
  pixels,
  table,
  type Figure,
  type FigureResult,
  type FigureTable,
  type Picture,
} from './figure.js';
export { condition, verdictOf, type Condition, type Numbers, type Rule, type Verdict } from './rule.js';
export { drawFigure, type DrawnFigure } from './draw-figure.js';
export { figureText } from './figure-text.js';
export type { ColumnForm, KindForm, ReportLayout, SectionForm } from './layout.js';
