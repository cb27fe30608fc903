export { trainingFolder, type FolderCheckpoints, type TrainingFolder } from './training-folder.js';
