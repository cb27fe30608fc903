import { Command } from 'commander';
import type { RunCommand } from '../../shell/job.js';
import { trainGanCommand } from './gan/command.js';
import { trainLenetCommand } from './lenet/command.js';
import { trainRbmCommand } from './rbm/command.js';

/** `interp train` */
export const trainCommand = (run: RunCommand): Command =>
  new Command('train')
    .description('train a network')
    .addCommand(trainLenetCommand(run))
    .addCommand(trainRbmCommand(run))
    .addCommand(trainGanCommand(run));
