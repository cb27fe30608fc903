import { Command } from 'commander';
import type { RunCommand } from '../../shell/job.js';
import { inputHelp, withCommon, withData, withDefaults, withImages, withOptions } from '../../shell/options.js';
import { evaluateTexts, modelText, sampleTexts, type RbmEvaluateOptions, type RbmSampleOptions } from './options.js';

const fileHelp = `
FILE.safetensors has W [M,N], b_visible [M], c_hidden [N] and, for Gaussian visible units, sigma [1] or [M]; its metadata
"variant" says which energy it is (binary, cho, krizhevsky, goodfellow). interp train rbm writes such files.
`;

const sampleCommand = (run: RunCommand): Command =>
  withOptions(withImages(withOptions(withCommon(new Command('sample')), modelText)), sampleTexts)
    .description('sample an RBM by Gibbs steps, from images or from noise (Figure 2.2 of the thesis)')
    .addHelpText(
      'after',
      `${inputHelp}${fileHelp}
The picture shows the starts and, below each, the mean of its visible units after the last step. --save has these means as
"samples" [n,28,28,1] from -1 to 1, which other commands read, the units with their noise as "visible", and "starts".

Examples:
  interp rbm sample --out figure-2.2.png
  interp rbm sample --model rbm-8 --init random --count 20 --steps 2000 --seed 1
  interp rbm sample --model my-rbm/rbm.safetensors --init mnist:test/0-9 --save samples.safetensors`,
    )
    .action((options: RbmSampleOptions) =>
      run('rbm-sample', options, async (job) => (await import('./sample.js')).sampleRbm(options, job)),
    );

const loadDefaults = async () => (await import('@interp/rbm')).evaluateRbmOptions.defaults;

const evaluateCommand = (run: RunCommand): Command =>
  withOptions(
    withDefaults(withData(withOptions(withCommon(new Command('evaluate')), modelText)), loadDefaults),
    evaluateTexts,
  )
    .description('log-likelihoods of digits and of blank images under an RBM, with log Z and how it was got')
    .addHelpText(
      'after',
      `${fileHelp}
Digits are the test digits of MNIST; where MNIST is not to be found, digits drawn by code take their place, with a note.
Log-densities log p* are up to log Z, log-likelihoods are log p* - log Z; all in nats. --save has log p* of each digit.

Examples:
  interp rbm evaluate --model rbm-8
  interp rbm evaluate --model my-rbm/rbm.safetensors --steps 10000 --json
  interp rbm evaluate --model rbm-100 --limit 1000 --no-baselines --out histogram.png`,
    )
    .action((options: RbmEvaluateOptions) =>
      run('rbm-evaluate', options, async (job) => (await import('./evaluate.js')).evaluateRbm(options, job)),
    );

/** `interp rbm` */
export const rbmCommand = (run: RunCommand): Command =>
  new Command('rbm')
    .description('restricted Boltzmann machines: sample them, evaluate them')
    .addCommand(sampleCommand(run))
    .addCommand(evaluateCommand(run));
