import { Command } from 'commander';
import type { Terminal } from '../terminal.js';
import { trainGanCommand } from './train-gan.js';
import { trainLenetCommand } from './train-lenet.js';
import { trainRbmCommand } from './train-rbm.js';

/** `interp train` */
export const trainCommand = (terminal: Terminal): Command =>
  new Command('train')
    .description('train a network')
    .addCommand(trainLenetCommand(terminal))
    .addCommand(trainRbmCommand(terminal))
    .addCommand(trainGanCommand(terminal));
