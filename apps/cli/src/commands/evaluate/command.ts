import { Command, Option } from 'commander';
import type { RunCommand } from '../../shell/job.js';
import { integer, number, withCommon, withImages, withModel } from '../../shell/options.js';
import { epsilonHelp, type EvaluateOptions } from './options.js';

/** `interp evaluate` */
export const evaluateCommand = (run: RunCommand): Command =>
  withImages(withModel(withCommon(new Command('evaluate'))))
    .description('accuracy: overall, for each class, and which classes are confused')
    .argument('[input...]', 'labelled images (default: the test digits of MNIST)')
    .addOption(new Option('--split <part>', 'part of MNIST').choices(['test', 'train']).default('test'))
    .option('--limit <n>', 'only the first n images', integer('--limit', { min: 1 }))
    .option('--robust', 'also under attack: FGSM, PGD of 40 steps, DeepFool (the first 1000 images, or --limit)')
    .option('--epsilon <n>', epsilonHelp, number('--epsilon', { min: 0 }))
    .option('--against <model>', 'another network under the same attacks, to compare with')
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
