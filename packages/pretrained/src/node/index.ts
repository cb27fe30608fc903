export { networkTrainings, type NetworkTraining, type TrainableName } from './network-trainings.js';
export {
  historyFile,
  type TrainedGenerator,
  type TrainedLeNet,
  type TrainedNetwork,
  type TrainedRbm,
  type TrainInFolder,
} from './train-by-recipe.js';
export type { TrainingRun } from './train-in.js';
