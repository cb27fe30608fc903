import { Command } from 'commander';
import type { Terminal } from '../../shell/terminal.js';
import { trainGanCommand } from './gan/command.js';
import { trainLenetCommand } from './lenet/command.js';
import { trainRbmCommand } from './rbm/command.js';

/** `interp train` */
export const trainCommand = (terminal: Terminal): Command =>
  new Command('train')
    .description('train a network')
    .addCommand(trainLenetCommand(terminal))
    .addCommand(trainRbmCommand(terminal))
    .addCommand(trainGanCommand(terminal));
