import { groupOf } from '../../shell/command.js';
import { trainGanCommand } from './gan/command.js';
import { trainLenetCommand } from './lenet/command.js';
import { trainRbmCommand } from './rbm/command.js';

/** `interp train` */
export const trainCommand = groupOf('train', 'train a network', [trainLenetCommand, trainRbmCommand, trainGanCommand]);
