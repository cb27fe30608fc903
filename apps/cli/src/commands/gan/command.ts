import { Command } from 'commander';
import type { RunCommand } from '../../shell/job.js';
import { withCommon, withData, withDefaults, withOptions } from '../../shell/options.js';
import {
  evaluateTexts,
  generatorTexts,
  historyTexts,
  sampleTexts,
  type GanEvaluateOptions,
  type GanHistoryOptions,
  type GanSampleOptions,
} from './options.js';

const withGenerator = (command: Command): Command => withOptions(withCommon(command), generatorTexts);

const sampleCommand = (run: RunCommand): Command =>
  withOptions(
    withDefaults(
      withGenerator(new Command('sample')),
      async () => (await import('@interp/gan')).sampleOptions.defaults,
    ),
    sampleTexts,
  )
    .description('digits that a generator makes from random latent codes, or from codes between them')
    .addHelpText(
      'after',
      `
--save has "images" [n,28,28,1] from -1 to 1, which other commands read, and "latent" [n,64].

Examples:
  interp gan sample --out digits.png
  interp gan sample --count 5 --walk 10 --seed 3 --out walk.png
  interp gan sample --model my-gan/model.json --count 1000 --save samples.safetensors`,
    )
    .action((options: GanSampleOptions) =>
      run('gan-sample', options, async (job) => (await import('./sample.js')).sampleGan(options, job)),
    );

const historyCommand = (run: RunCommand): Command =>
  withOptions(withCommon(new Command('history')), historyTexts)
    .description('how samples from the same latent codes become digits during training (Figure 2.3 of the thesis)')
    .argument('[folder]', 'of an interp train gan (default: the training of the built-in generator)')

    .addHelpText(
      'after',
      `
Examples:
  interp gan history --out figure-2.3.png --animation figure-2.3.gif
  interp gan history my-gan --out my-history.png`,
    )
    .action((folder: string | undefined, options: GanHistoryOptions) =>
      run('gan-history', options, async (job) => (await import('./history.js')).showHistory(folder, options, job)),
    );

const loadDefaults = async () => (await import('@interp/gan')).evaluateGanOptions.defaults;

const evaluateCommand = (run: RunCommand): Command =>
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
      run('gan-evaluate', options, async (job) => (await import('./evaluate.js')).evaluateSamples(options, job)),
    );

/** `interp gan` */
export const ganCommand = (run: RunCommand): Command =>
  new Command('gan')
    .description('generators of digits: sample them, watch them learn, evaluate them')
    .addCommand(sampleCommand(run))
    .addCommand(historyCommand(run))
    .addCommand(evaluateCommand(run));
