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
export type { Diagram } from './diagrams/diagram.js';
export { activationFunctions } from './diagrams/activation-functions.js';
export { architecture } from './diagrams/architecture.js';
export { boltzmannMachine } from './diagrams/boltzmann-machine.js';
export { relevanceFlow } from './diagrams/relevance-flow.js';
export { notation, smallNetwork } from './diagrams/small-network.js';
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
