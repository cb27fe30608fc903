export { InterpError, isInterpError, type InterpErrorCode } from './interp-error.js';
export { drive, type DriveOptions, type Progress, type Steps } from './steps.js';
export type { Classifier, Decoder, Density, LabelledImages, ScoresAndGradient } from './contracts.js';
