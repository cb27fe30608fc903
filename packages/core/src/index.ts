export { InterpError, isInterpError, type InterpErrorCode } from './errors.js';
export { drive, type DriveOptions, type Progress, type Steps } from './drive.js';
export type { Classifier, Decoder, Density, LabelledImages, ScoresAndGradient } from './contracts.js';
export type { AdversarialContext, AdversarialTraining } from './training/adversarial-training.js';
export { random, type Random } from './random/random.js';
export {
  float32Entry,
  int32Entry,
  type SafetensorsData,
  type SafetensorsDtype,
  type SafetensorsEntry,
} from './safetensors/entry.js';
export { readSafetensors, type SafetensorsFile } from './safetensors/read.js';
export { writeSafetensors } from './safetensors/write.js';
export { classifier } from './classifier/classifier.js';
export type { ClassifierOptions, ClassifierSource, GraphModelLike } from './classifier/options.js';
export type { Score, ScoreOptions } from './scores/score.js';
export { crossEntropyStart, relevanceStart, scoreStart } from './scores/score-starts.js';
export { scoreValues } from './scores/score.js';
export { predictedClasses } from './scores/target-classes.js';
export { canWalk, type Network, networkOf } from './network/network.js';
export { trace, type Trace } from './network/trace.js';
export { backward } from './network/backward.js';
export { gradientRule, type Rule, type TracedLayer } from './network/rules.js';
export type { KernelChange } from './network/maps/kernel-change.js';
