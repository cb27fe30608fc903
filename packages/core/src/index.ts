export { InterpError, isInterpError, type InterpErrorCode } from './interp-error.js';
export { drive, type DriveOptions, type Progress, type Steps } from './steps.js';
export type { Classifier, Decoder, Density, LabelledImages, ScoresAndGradient } from './contracts.js';
export type { AdversarialMoment, AdversarialTraining } from './adversarial-training.js';
export { areFinite } from './are-finite.js';
export { random, randomFromState, type Random } from './random.js';
export {
  float32Entry,
  int32Entry,
  type SafetensorsData,
  type SafetensorsDtype,
  type SafetensorsEntry,
} from './safetensors-entry.js';
export { readSafetensors, type SafetensorsFile } from './safetensors-read.js';
export { writeSafetensors } from './safetensors-write.js';
export {
  arrayOf,
  decodeTrainingCheckpoint,
  encodeTrainingCheckpoint,
  type CheckpointArray,
  type ProgressForm,
  type TrainingCheckpoint,
} from './training-checkpoint.js';
export { checkFingerprint, describeImages, hashOf } from './fingerprint.js';
export { checkBatch } from './check-batch.js';
export { checkClassifier } from './check-classifier.js';
export { checkClass } from './check-class.js';
export { checkCallback, checkFunctions, checkList, type ListLimits } from './check-list.js';
export { checkBoolean, checkChoice, checkText } from './check-choice.js';
export { checkObject } from './check-object.js';
export { checkedOptions } from './checked-options.js';
export { checkNumber, type NumberLimits } from './check-number.js';
export { shownValue } from './shown-value.js';
export { classifier } from './classifier.js';
export { withFirstMaximum } from './first-maximum.js';
export { gradientInParts } from './gradient-in-parts.js';
export { imagesAtOnce } from './images-at-once.js';
export type { ClassifierOptions, ClassifierSource, GraphModelLike } from './classifier-options.js';
export type { Score, ScoreOptions } from './score.js';
export { crossEntropyStart, relevanceStart, scoreStart } from './score-starts.js';
export { scoreValues } from './score-values.js';
export { predictedClasses, targetClasses } from './target-classes.js';
export { trace, type Trace, type TracedLayer } from './walk/trace.js';
export { affineBeginning, type AffineBeginning } from './walk/affine-beginning.js';
export { backward } from './walk/backward.js';
export type { Rule, WalkLayer } from './walk/walk-layer.js';
export type { LayerKind } from './walk/operator.js';
export type { KernelChange } from './walk/kernel-change.js';
export { hostTensor, hostValues } from './walk/host.js';
