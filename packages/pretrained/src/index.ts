export { pretrained, type PretrainedOptions } from './pretrained.js';
export { modelCard, pretrainedNames, type PretrainedName } from './model-card.js';
export type { ModelCard, WeightFile } from './card.js';
