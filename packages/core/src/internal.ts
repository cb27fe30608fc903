export { areFinite } from './numeric/are-finite.js';
export { randomFromState } from './random/random.js';
export {
  arrayOf,
  decodeTrainingCheckpoint,
  encodeTrainingCheckpoint,
  type CheckpointArray,
  type ProgressForm,
  type TrainingCheckpoint,
} from './training-checkpoint.js';
export { checkFingerprint, describeImages, hashOf } from './fingerprint.js';
export { checkBatch, checkClass, checkClassifier } from './checks/classifiers.js';
export { checkCallback, checkFunctions, checkList, type ListLimits } from './checks/lists.js';
export { checkBoolean, checkChoice, checkText } from './checks/choices.js';
export { checkedOptions, checkObject } from './checks/objects.js';
export { checkNumber, type NumberLimits } from './checks/numbers.js';
export { splitDriveOptions } from './drive.js';
export { shownValue } from './checks/shown-value.js';
export { withFirstMaximum } from './classifier/first-maximum.js';
export { gradientInParts } from './classifier/gradient-in-parts.js';
export { imagesAtOnce } from './classifier/images-at-once.js';
export { targetClasses } from './scores/target-classes.js';
export { affineBeginning, type AffineBeginning } from './network/affine-beginning.js';
export { hostTensor, hostValues } from './network/host.js';
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
