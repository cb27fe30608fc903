export { allOrNothing } from './all-or-nothing.js';
export { trainingLoop, type LoopOptions } from './loop.js';
export type { EpochEnd, Learner, LearningStep } from './learner.js';
export { arrayOf, checkpointRules, isFinished } from './checkpoint.js';
export { differencesText, fingerprint, hashOf, type FingerprintDifference, type Fingerprinted } from './fingerprint.js';
export {
  chainDeltas,
  chainGradients,
  chainWeightGradients,
  firstWeighted,
  runChain,
  trainingChain,
  type TrainingStep,
} from './training-chain.js';
export { overRecipe } from './over-recipe.js';
export { isRepeatable, recordedSteps, repeatable } from './recorded-steps.js';
export { readings, type Reading, type Readings } from './readings.js';
export {
  copyOf,
  trainedWeights,
  valuesOf,
  weightArrays,
  weightValues,
  writeWeights,
  type TrainedWeights,
} from './trained-weights.js';
export { adamArrayStep, type AdamArrays } from './adam.js';
