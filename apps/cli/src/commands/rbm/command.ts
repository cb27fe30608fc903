import { Command } from 'commander';
import type { RunCommand } from '../../shell/job.js';
import { rbmEvaluateCommand } from './evaluate/command.js';
import { rbmSampleCommand } from './sample/command.js';

/** `interp rbm` */
export const rbmCommand = (run: RunCommand): Command =>
  new Command('rbm')
    .description('restricted Boltzmann machines: sample them, evaluate them')
    .addCommand(rbmSampleCommand(run))
    .addCommand(rbmEvaluateCommand(run));
