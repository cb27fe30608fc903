export { binary, cho, goodfellow, krizhevsky, variants, type Variant, type VariantName } from './variants.js';
export { filters, rbm, type Rbm, type RbmDescription, type RbmParameters, type RbmTensors } from './rbm.js';
export { initialRbm, initialRbmOptions, type InitialRbmOptions } from './initial-rbm.js';
export { rbmFileOptions, rbmFromSafetensors, rbmToSafetensors, type RbmFileOptions } from './rbm-safetensors.js';
export { energy, freeEnergy, gradLogDensity, hiddenGiven, logDensity, visibleGiven } from './energy.js';
export { density } from './density/density.js';
export {
  diagonalGaussian,
  diagonalGaussianOptions,
  principalComponents,
  principalComponentsOptions,
  type DiagonalGaussianOptions,
  type NormalisedDensity,
  type PrincipalComponentsOptions,
} from './density/gaussian-baselines.js';
export { independentBernoulli } from './density/independent-bernoulli.js';
export {
  blankLead,
  evaluateRbm,
  evaluateRbmOptions,
  evaluateRbmSteps,
  type BaselineEvaluation,
  type BlankLead,
  type EvaluateRbmOptions,
  type EvaluateRbmStep,
  type LogDensityLevels,
  type RbmEvaluation,
  type UniformLevels,
} from './evaluate.js';
export {
  evaluationSummary,
  type AisRunSummary,
  type LogPartitionSummary,
  type RbmEvaluationSummary,
} from './evaluation-summary.js';
export { gibbs, gibbsOptions, gibbsSteps, type GibbsOptions, type GibbsSamples } from './sampling/gibbs.js';
export { sampleImages, type ImageChain, type ImageSamples } from './sampling/sample-images.js';
export { enumeratedUnits } from './partition/enumerate.js';
export { canEnumerate, exactLogPartition } from './partition/exact-log-partition.js';
export {
  ais,
  aisOptions,
  aisSteps,
  type AisOptions,
  type AisStep,
  type LogPartitionEstimate,
} from './partition/ais.js';
export {
  logPartition,
  logPartitionOptions,
  logPartitionSteps,
  type LogPartition,
  type LogPartitionOptions,
  type LogPartitionStep,
} from './partition/log-partition.js';
export type { AisEstimate } from './partition/annealing.js';
export { baseRate, type BaseRate } from './partition/base-rate.js';
export {
  trainRbm,
  trainRbmOptions,
  trainRbmSteps,
  type RbmTraining,
  type RbmTrainingStep,
  type TrainRbmOptions,
} from './training/train-rbm.js';
export { thesisRecipe, type RbmRecipe } from './recipes.js';
export { rbmRecipeOf, rbmRecipeOptions, type RbmRecipeOptions } from './rbm-recipe-of.js';
export { epochText } from './training/epoch-text.js';
export type { ParameterGroup, RbmUpdateOptions } from './training/update.js';
export type { CheckpointInfo, RbmEpochRecord } from './training/learner.js';
export {
  contrastiveDivergence,
  contrastiveDivergenceOptions,
  persistentDivergence,
  persistentDivergenceOptions,
  type ChainSampler,
  type ContrastiveDivergenceOptions,
  type NegativePhase,
  type PersistentDivergenceOptions,
  type RbmTrainer,
} from './training/trainers.js';
export {
  parallelTempering,
  parallelTemperingOptions,
  type ParallelTemperingOptions,
} from './training/parallel-tempering.js';
export { constantRate, linearRate, type LinearRateOptions, type Schedule } from '@interp/training';
export { binarised } from './binarised.js';
export { pixelsOfMeans, visibleImages, visibleOfPixels } from './visible-pixels.js';
export { blankClaim, type BlankClaim, type ThesisLevels } from './blank-claim.js';
export { densityScore, energyScore, typicalityScore, type NoveltyScore } from './novelty/novelty-scores.js';
export {
  noveltyDetector,
  noveltyDetectorOptions,
  type Novelty,
  type NoveltyDetector,
  type NoveltyDetectorOptions,
} from './novelty/novelty-detector.js';
export { roc, type Roc } from './novelty/roc.js';
export { rejector, type Rejection, type RejectionThresholds, type Rejector } from './novelty/rejector.js';
