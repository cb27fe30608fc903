export { pretrained } from './pretrained.js';
export type { PretrainedOptions } from './weights.js';
export { modelCard, pretrainedNames, type PretrainedName } from './model-card.js';
export type { CardRobustness, ModelCard, WeightFile } from './card.js';
export { pretrainedRbm, pretrainedRbmNames, rbmCard, type PretrainedRbmName } from './pretrained-rbm.js';
export type { RbmCard, RbmLogDensities } from './rbm-card.js';
export { noveltyDetectorCard } from './cards/novelty-detector.js';
export type { DetectorMeasure, NoveltyDetectorCard } from './novelty-detector-card.js';
export { pretrainedNovelty } from './pretrained-novelty.js';
export {
  generatorCard,
  generatorHistory,
  pretrainedGenerator,
  pretrainedGeneratorNames,
  type GeneratorHistory,
  type PretrainedGeneratorName,
} from './pretrained-generator.js';
export type { GeneratorCard, JudgedSamples, NearestDistances } from './generator-card.js';
