// What a page opens models with: from the bytes of their files. None of it needs Node.js.
export { openFiles, type Files, type OpenedFiles } from './open-files.js';
export type { OpenedModel } from './opened-model.js';
export type { OpenedClassifier } from './opened-classifier.js';
export { openOptions, type OpenOptions } from './open-options.js';
export type { OwnNetwork } from './own-network.js';
