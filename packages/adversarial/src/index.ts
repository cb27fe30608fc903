export { attack, attackOptions, attackSteps, perturbed, type AttackOptions } from './attack.js';
export {
  attackSummary,
  type AttackedImage,
  type AttackOutcome,
  type AttackResult,
  type AttackSummary,
  type Prediction,
} from './result.js';
export type { AttackMethod, AttackStep } from './attack-method.js';
export { imageAt, type AttackTask } from './task.js';
export type { ArrayClassifier, LogitsAndGradients, StartRow } from './array-classifier.js';
export { misclassified, targeted, type Criterion, type Goal, type Labels } from './criteria.js';
export type { Norm, NormStep } from './norms/norm.js';
export { linf } from './norms/linf.js';
export { l2 } from './norms/l2.js';
export { l1 } from './norms/l1.js';
export { ballOptions, type BallOptions } from './attacks/projected-gradient.js';
export { fgsm } from './attacks/fgsm.js';
export {
  bim,
  bimOptions,
  momentumPgd,
  momentumPgdOptions,
  pgd,
  pgdOptions,
  type BimOptions,
  type MomentumPgdOptions,
  type PgdOptions,
} from './attacks/pgd.js';
export { deepFool, deepFoolOptions, type DeepFoolForm, type DeepFoolOptions } from './attacks/deep-fool.js';
export {
  carliniWagner,
  carliniWagnerOptions,
  type CarliniWagnerOptions,
} from './attacks/carlini-wagner/carlini-wagner.js';
export { noise, noiseOptions, type NoiseOptions } from './attacks/noise.js';
export { attackMethodOf, usualRadii, type AttackMethodOptions } from './attacks/attack-method-of.js';
export {
  universalPerturbation,
  universalPerturbationSteps,
  type UniversalOptions,
  type UniversalPerturbation,
  type UniversalStep,
} from './attacks/universal.js';
export {
  fgsmTraining,
  fgsmTrainingOptions,
  pgdTraining,
  pgdTrainingOptions,
  type FgsmTrainingOptions,
  type PgdTrainingOptions,
  type TrainingBall,
} from './robustness/training.js';
export { tradesTraining, tradesTrainingOptions, type TradesTrainingOptions } from './robustness/trades.js';
export {
  measureRobustness,
  measureRobustnessSteps,
  robustnessOptions,
  standardAttacks,
  type RobustAccuracy,
  type Robustness,
  type RobustnessOptions,
  type RobustnessStep,
} from './robustness/measure.js';
export {
  robustAccuracy,
  robustAccuracySteps,
  type RobustAccuracyOptions,
  type RobustCurve,
  type RobustPoint,
} from './robustness/accuracy.js';
export {
  driftOptions,
  explanationDrift,
  meanDrift,
  type DriftOptions,
  type Explain,
  type ExplanationDrift,
  type ImageDrift,
  type MeanDrift,
} from './robustness/drift.js';
export {
  measureDrift,
  measureDriftSteps,
  type DriftStep,
  type MeasuredDrift,
  type MeasureDriftOptions,
} from './robustness/measure-drift.js';
export { matchedNoise, type MatchedNoiseOptions } from './robustness/matched-noise.js';
export { predictionRho } from './robustness/prediction-rho.js';
export { rankCorrelation } from '@interp/core/internal';
export { topOverlap } from './robustness/similarity.js';
