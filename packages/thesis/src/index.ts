export {
  thesisContext,
  type DigitSource,
  type FigureContext,
  type FigureMode,
  type ThesisContext,
  type ThesisContextOptions,
} from './context.js';
export type { ClassifierRole, ColumnName, NetworkLoaders, NetworkRole, RbmRole } from './networks.js';
export { verdictOf, type Condition, type Numbers, type Rule, type Verdict } from './rule.js';
export { drawFigure, figureOf, figures } from './figures.js';
export {
  textOf,
  type Cell,
  type Figure,
  type FigureResult,
  type FigureTable,
  type Picture,
  type Text,
} from './figure.js';
export { figureText } from './figure-text.js';
export { ascentMethods, type AscentMethod, type AscentMethodName } from './figures/ascents.js';
export type { Diagram } from './diagrams/diagram.js';
export { activationFunctions } from './diagrams/activation-functions.js';
export { architecture } from './diagrams/architecture.js';
export { boltzmannMachine } from './diagrams/boltzmann-machine.js';
export { relevanceFlow } from './diagrams/relevance-flow.js';
export { notation, smallNetwork } from './diagrams/small-network.js';
export type { Language, Say } from './language.js';
