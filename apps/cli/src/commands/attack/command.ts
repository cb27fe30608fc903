import { Command, Option } from 'commander';
import type { RunCommand } from '../../shell/job.js';
import {
  inputHelp,
  integer,
  number,
  parseNumber,
  withCommon,
  withCsv,
  withDefaults,
  withImages,
  withModel,
} from '../../shell/options.js';
import { attacks, radii } from './methods.js';
import type { AttackOptions } from './options.js';

const epsilons = (text: string): readonly number[] =>
  text
    .split(',')
    .map((part) => parseNumber('--epsilon', 'number, or numbers as 0.1,0.2,', { min: 0 }, part, () => true));

const loadDefaults = async () => {
  const { deepFoolOptions, noiseOptions } = await import('@interp/adversarial');
  return { form: deepFoolOptions.defaults.form, distribution: noiseOptions.defaults.distribution };
};

/** `interp attack INPUT...` */
export const attackCommand = (run: RunCommand): Command =>
  withDefaults(withCsv(withImages(withModel(withCommon(new Command('attack'))))), loadDefaults)
    .description('adversarial examples: small changes that make the network misclassify an image')
    .argument('<input...>', 'images')
    .addOption(new Option('--method <name>', 'the attack').choices(Object.keys(attacks)).default('deepfool'))
    .addOption(
      new Option(
        '--norm <name>',
        'norm that measures the change (default: linf; l2 for deepfool and carlini-wagner)',
      ).choices(Object.keys(radii)),
    )
    .option(
      '--epsilon <n,...>',
      `the largest change, in units of the input (default: ${radii.linf}; l2 ${radii.l2}; l1 ${radii.l1}); several values draw a curve`,
      epsilons,
    )
    .option('--steps <n>', 'steps at most', integer('--steps', { min: 1 }))
    .option('--step-size <n>', 'length of a step, in units of the input', number('--step-size', { min: 0 }))
    .option(
      '--restarts <n>',
      'random starts (default: 0, which starts at the image); of noise, how many draws',
      integer('--restarts', { min: 0 }),
    )
    .option('--target <c>', 'the class that the image is to be mistaken for, its number or name (default: any other)')
    .addOption(
      new Option('--form <name>', 'deepfool: which variant of the algorithm (default: {form})').choices([
        'clipped',
        'authors',
        'paper',
      ]),
    )
    .option(
      '--candidates <n>',
      'deepfool: how many of the likeliest classes to consider',
      integer('--candidates', { min: 2 }),
    )
    .option(
      '--searches <n>',
      'carlini-wagner: how many values of the constant to try',
      integer('--searches', { min: 1 }),
    )
    .addOption(
      new Option('--distribution <name>', 'noise: how it is drawn (default: {distribution})').choices([
        'uniform',
        'gaussian',
      ]),
    )
    .option('--round', 'judge images rounded to 8 bits, as a saved PNG is')
    .addHelpText(
      'after',
      `${inputHelp}
An attack leaves the class of the label where there is one, otherwise the predicted class.
Examples:
  interp attack sample:7 --out fooled.png
  interp attack mnist:test/0-99 --method pgd --epsilon 0.3 --restarts 3 --round
  interp attack mnist:test/0-499 --method pgd --epsilon 0.1,0.2,0.3,0.4,0.5 --out curve.svg
  interp attack sample:1 --target 7 --method carlini-wagner --save attacked.safetensors`,
    )
    .action((inputs: string[], options: AttackOptions) =>
      run('attack', options, async (job) => (await import('./run.js')).run(inputs, options, job)),
    );
