export type { Optimizer, OptimizerChange, OptimizerStep, OptimizerUpdate } from './optimizer.js';
export { sgd, sgdOptions, type SgdOptions } from './sgd.js';
export { adam, type AdamOptions } from './adam.js';
export {
  constantRate,
  cosineRate,
  linearRate,
  oneCycleRate,
  schedules,
  stepRate,
  type CosineRateOptions,
  type LinearRateOptions,
  type OneCycleRateOptions,
  type Schedule,
  type StepRateOptions,
} from './schedules.js';
export type { AdversarialContext, AdversarialTraining } from './adversarial-training.js';
export type { CheckpointArray, CheckpointInfo, CheckpointOptions } from './checkpoint.js';
export type { LoopResult, LoopStep } from './loop.js';
