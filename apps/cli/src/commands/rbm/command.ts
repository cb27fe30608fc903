import { groupOf } from '../../shell/command.js';
import { rbmEvaluateCommand } from './evaluate/command.js';
import { rbmSampleCommand } from './sample/command.js';

/** `interp rbm` */
export const rbmCommand = groupOf('rbm', 'restricted Boltzmann machines: sample them, evaluate them', [
  rbmSampleCommand,
  rbmEvaluateCommand,
]);
