export { openClassifier, openModel } from './open-model.js';
export type { OpenedModel } from './opened-model.js';
export type { OpenedClassifier } from './opened-classifier.js';
export { openOptions, type OpenOptions } from './open-options.js';
export { modelFormats } from './read-model.js';
export type { OwnNetwork } from './own-network.js';
export type { ExplainedInputs, SeveralInputs } from './several-inputs.js';
export type { LookedAt, References, Target } from './target.js';
export {
  explainImages,
  type ExplainedImages,
  type ExplainImagesOptions,
  type ImageExplanation,
} from './on-images/explain-images.js';
export {
  compareImages,
  type ComparedImages,
  type CompareImagesOptions,
  type ImageComparison,
} from './on-images/compare-images.js';
export {
  attackCurve,
  attackImages,
  type AttackCurveOptions,
  type AttackedImages,
  type AttackImagesOptions,
  type ImageAttack,
  type ImageCurve,
  type ImageOnCurve,
  type NamedPrediction,
} from './on-images/attack-images.js';
export { workOnImages, type PassesOptions, type WorkOnImages } from './on-images/work-on-images.js';
export { eachExample, type EachExample } from './on-images/each-example.js';
export { openJudge, type Judge, type JudgeOptions } from './prototypes/judges.js';
export {
  namedPrototypeDefaults,
  namedPrototypeMethodOf,
  type NamedPrototypeOptions,
} from './prototypes/named-prototype-method.js';
export { openDecoder } from './open-decoder.js';
export { openRbm, type OpenRbmOptions } from './open-rbm.js';
