export {
  thesisContext,
  type ClassifierName,
  type DigitSource,
  type FigureContext,
  type FigureMode,
  type NetworkLoaders,
  type NetworkName,
  type RbmName,
  type ThesisContext,
  type ThesisContextOptions,
} from './context.js';
export { drawFigure, figures } from './figures.js';
export type { Cell, Figure, FigureResult, FigureTable, Picture, Text, Verdict } from './figure.js';
export type { Diagram } from './diagrams/diagram.js';
export { activationFunctions } from './diagrams/activation-functions.js';
export { architecture } from './diagrams/architecture.js';
export { boltzmannMachine } from './diagrams/boltzmann-machine.js';
export { relevanceFlow } from './diagrams/relevance-flow.js';
export { notation, smallNetwork } from './diagrams/small-network.js';
export type { Language, Say } from './language.js';
