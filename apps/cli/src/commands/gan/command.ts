import { Command } from 'commander';
import type { RunCommand } from '../../shell/job.js';
import { ganEvaluateCommand } from './evaluate/command.js';
import { ganHistoryCommand } from './history/command.js';
import { ganSampleCommand } from './sample/command.js';

/** `interp gan` */
export const ganCommand = (run: RunCommand): Command =>
  new Command('gan')
    .description('generators of digits: sample them, watch them learn, evaluate them')
    .addCommand(ganSampleCommand(run))
    .addCommand(ganHistoryCommand(run))
    .addCommand(ganEvaluateCommand(run));
