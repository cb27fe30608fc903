import { Command } from 'commander';
import type { RunCommand } from '../../shell/job.js';
import { count, withCommon, withImages, withModel, withOptions, type OptionTexts } from '../../shell/options.js';
import { epsilonHelp, type EvaluateOptions } from './options.js';

const own = {
  '--split <part>': ['part of MNIST', ['test', 'train'], 'test'],
  '--limit <n>': ['only the first n images', count],
  '--robust': 'also under attack: FGSM, PGD of 40 steps, DeepFool (the first 1000 images, or --limit)',
  '--epsilon <n>': [epsilonHelp, { min: 0 }],
  '--against <model>': 'another network under the same attacks, to compare with',
} satisfies OptionTexts;

/** `interp evaluate` */
export const evaluateCommand = (run: RunCommand): Command =>
  withOptions(withImages(withModel(withCommon(new Command('evaluate')))), own)
    .description('accuracy: overall, for each class, and which classes are confused')
    .argument('[input...]', 'labelled images (default: the test digits of MNIST)')
    .addHelpText(
      'after',
      `
Examples:
  interp evaluate
  interp evaluate --model my-lenet/model.json --limit 1000
  interp evaluate --model lenet-robust --robust --against lenet
  interp evaluate digits.safetensors --json`,
    )
    .action((inputs: string[], options: EvaluateOptions) =>
      run('evaluate', options, async (job) => (await import('./run.js')).run(inputs, options, job)),
    );
