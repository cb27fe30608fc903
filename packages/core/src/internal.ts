export { areFinite } from './are-finite.js';
export { randomFromState } from './random.js';
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
export { splitDriveOptions } from './steps.js';
export { shownValue } from './shown-value.js';
export { withFirstMaximum } from './first-maximum.js';
export { gradientInParts } from './gradient-in-parts.js';
export { imagesAtOnce } from './images-at-once.js';
export { targetClasses } from './target-classes.js';
export { affineBeginning, type AffineBeginning } from './walk/affine-beginning.js';
export { hostTensor, hostValues } from './walk/host.js';
export {
  boolean,
  callback,
  checkedBy,
  choice,
  list,
  number,
  optionsTable,
  text,
  withFunctions,
  type DefaultedRule,
  type OptionRule,
  type OptionRules,
  type OptionsTable,
  type WithDefaults,
} from './checks/options.js';
