export { InterpError, isInterpError, type InterpErrorCode } from './interp-error.js';
export { drive, type DriveOptions, type Progress, type Steps } from './steps.js';
export type { Classifier, Decoder, Density, LabelledImages, ScoresAndGradient } from './contracts.js';
export type { AdversarialContext, AdversarialTraining } from './training/adversarial-training.js';
export { random, type Random } from './random.js';
export {
  float32Entry,
  int32Entry,
  type SafetensorsData,
  type SafetensorsDtype,
  type SafetensorsEntry,
} from './safetensors-entry.js';
export { readSafetensors, type SafetensorsFile } from './safetensors-read.js';
export { writeSafetensors } from './safetensors-write.js';
export { classifier } from './classifier.js';
export type { ClassifierOptions, ClassifierSource, GraphModelLike } from './classifier-options.js';
export type { Score, ScoreOptions } from './score.js';
export { crossEntropyStart, relevanceStart, scoreStart } from './score-starts.js';
export { scoreValues } from './score-values.js';
export { predictedClasses } from './target-classes.js';
export { trace, type Trace, type TracedLayer } from './walk/trace.js';
export { backward } from './walk/backward.js';
export type { Rule, WalkLayer } from './walk/walk-layer.js';
export type { LayerKind } from './walk/operator.js';
export type { KernelChange } from './walk/kernel-change.js';
