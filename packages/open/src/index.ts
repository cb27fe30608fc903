export { openClassifier, openModel, type OpenedModel } from './open-model.js';
export type { OpenedClassifier } from './opened-classifier.js';
export { openOptions, type OpenOptions } from './open-options.js';
export { modelFormats } from './formats.js';
export type { OwnNetwork } from './own-network.js';
export type { ExplainedInputs, SeveralInputs } from './several-inputs.js';
export type { LookedAt, Target } from './target.js';
export { openDecoder } from './open-decoder.js';
export { openRbm } from './open-rbm.js';
