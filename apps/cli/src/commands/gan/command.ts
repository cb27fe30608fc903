import { groupOf } from '../../shell/command.js';
import { ganEvaluateCommand } from './evaluate/command.js';
import { ganHistoryCommand } from './history/command.js';
import { ganSampleCommand } from './sample/command.js';

/** `interp gan` */
export const ganCommand = groupOf('gan', 'generators of digits: sample them, watch them learn, evaluate them', [
  ganSampleCommand,
  ganHistoryCommand,
  ganEvaluateCommand,
]);
