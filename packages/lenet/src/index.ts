export {
  isLeNetActivation,
  lenet,
  leNetActivations,
  lenetOptions,
  type LeNetActivation,
  type LeNetInitialization,
  type LeNetOptions,
} from './lenet.js';
export { lenetFromTorch, lenetToTorch } from './torch.js';
export {
  train,
  trainOptions,
  trainSteps,
  type EarlyStop,
  type TrainingResult,
  type TrainingStep,
  type TrainOptions,
} from './train.js';
export { thesisRecipe, type LeNetRecipe } from './recipes.js';
export { lenetRecipeOf, lenetRecipeOptions, type LeNetRecipeOptions } from './lenet-recipe-of.js';
export type { CheckpointInfo, EpochRecord, LossAndAccuracy, ValidationRecord } from './epoch-record.js';
export { epochText } from './epoch-text.js';
export { crossEntropy, meanSquaredError, type Loss, type LossAndGradient } from './losses.js';
export {
  adam,
  constantRate,
  cosineRate,
  oneCycleRate,
  sgd,
  sgdOptions,
  stepRate,
  type AdamOptions,
  type CosineRateOptions,
  type OneCycleRateOptions,
  type Optimizer,
  type OptimizerChange,
  type OptimizerStep,
  type OptimizerUpdate,
  type Schedule,
  type SgdOptions,
  type StepRateOptions,
} from '@interp/training';
export { augment, augmentationOptions, type Augmentation } from './augment.js';
export { evaluate, evaluateOptions, evaluateSteps, type EvaluateOptions, type EvaluateStep } from './evaluate.js';
export type { Evaluation, MultiLabelEvaluation } from './evaluation.js';
export { calibration, type Calibration, type CalibrationBin } from './calibration.js';
