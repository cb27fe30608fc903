import { Command } from 'commander';
import type { RunCommand } from '../../shell/job.js';
import { withCommon, withData, withDefaults, withOptions } from '../../shell/options.js';
import type { GanEvaluateOptions, GanHistoryOptions, GanSampleOptions } from './options.js';

const withGenerator = (command: Command): Command =>
  command
    .option('--model <generator>', 'a built-in generator, or the model.json of one', 'generator')
    .option('--judge <model>', 'the network that classifies the samples: a built-in name, or a model.json', 'lenet');

const sampleCommand = (run: RunCommand): Command =>
  withOptions(
    withDefaults(
      withGenerator(withCommon(new Command('sample'))),
      async () => (await import('@interp/gan')).sampleOptions.defaults,
    ),
    {
      '--count <n>': ['latent codes (default: {count}; 2 with --walk)', { integer: true, min: 1, max: 100_000 }],
      '--walk <n>': ['n images on the way from each code to the next', { integer: true, min: 2, max: 50 }],
    },
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
  withCommon(new Command('history'))
    .description('how samples from the same latent codes become digits during training (Figure 2.3 of the thesis)')
    .argument('[folder]', 'of an interp train gan (default: the training of the built-in generator)')
    .option('--animation <file>', 'the same as an animated .gif')
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
  withOptions(withDefaults(withData(withGenerator(withCommon(new Command('evaluate')))), loadDefaults), {
    '--count <n>': ['samples', { integer: true, min: 2, max: 100_000 }],
    '--neighbours <n>': [
      'samples to find the nearest training digit of; 0 for none',
      { integer: true, min: 0, max: 10_000 },
    ],
    '--drawn': 'compare with digits drawn by code rather than those of MNIST',
  })
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
