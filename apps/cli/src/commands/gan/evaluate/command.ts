import { Command } from 'commander';
import type { RunCommand } from '../../../shell/job.js';
import { withData, withDefaults, withOptions } from '../../../shell/options.js';
import { withGenerator } from '../options.js';
import { evaluateTexts, type GanEvaluateOptions } from './options.js';

const loadDefaults = async () => (await import('@interp/gan')).evaluateGanOptions.defaults;

/** `interp gan evaluate` */
export const ganEvaluateCommand = (run: RunCommand): Command =>
  withOptions(withDefaults(withData(withGenerator(new Command('evaluate'))), loadDefaults), evaluateTexts)
    .description('how good samples are: classes covered, Fréchet distance, whether they are copies')
    .addHelpText(
      'after',
      `
Fréchet distances are between the last hidden units of --judge, of samples and of the test digits; "floor" is that of as many
training digits. Distances to neighbours are Euclidean, over pixels from -1 to 1. Where MNIST is not found, digits drawn by code
take its place, with a note; coverage and the judge's certainty do not depend on them.

Examples:
  interp gan evaluate
  interp gan evaluate --model my-gan/model.json --judge lenet-relu --json`,
    )
    .action((options: GanEvaluateOptions) =>
      run('gan-evaluate', options, async (job) => (await import('./run.js')).run(options, job)),
    );
