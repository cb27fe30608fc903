import { Command, Option } from 'commander';
import type { RunCommand } from '../../shell/job.js';
import {
  inputHelp,
  integer,
  number,
  parseNumber,
  withCommon,
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
  withDefaults(withImages(withModel(withCommon(new Command('attack')))), loadDefaults)
    .description('small changes after which the network takes an image for something else')
    .argument('<input...>', 'images')
    .addOption(new Option('--method <name>', 'the attack').choices(Object.keys(attacks)).default('deepfool'))
    .addOption(
      new Option(
        '--norm <name>',
        'what changes are measured by (default: linf; of deepfool, carlini-wagner l2)',
      ).choices(Object.keys(radii)),
    )
    .option(
      '--epsilon <n,...>',
      `how far it may go, in units of the input (default: ${radii.linf}; l2 ${radii.l2}; l1 ${radii.l1}); several for a curve`,
      epsilons,
    )
    .option('--steps <n>', 'steps at most', integer('--steps', { min: 1 }))
    .option('--step-size <n>', 'length of a step, in units of the input', number('--step-size', { min: 0 }))
    .option(
      '--restarts <n>',
      'runs from random points (default: 0, which starts at the image); draws of noise',
      integer('--restarts', { min: 0 }),
    )
    .option('--target <c>', 'the class to be taken for (default: any other)', integer('--target', { min: 0 }))
    .addOption(
      new Option('--form <name>', 'deepfool: which form (default: {form})').choices(['clipped', 'authors', 'paper']),
    )
    .option('--candidates <n>', 'deepfool: likeliest classes looked at', integer('--candidates', { min: 2 }))
    .option('--searches <n>', 'carlini-wagner: values of the constant', integer('--searches', { min: 1 }))
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
The class to be left is the label where there is one, else what the network takes the image for.
Examples:
  interp attack sample:7 --out fooled.png
  interp attack mnist:test/0-99 --method pgd --epsilon 0.3 --restarts 3 --round
  interp attack mnist:test/0-499 --method pgd --epsilon 0.1,0.2,0.3,0.4,0.5 --out curve.svg
  interp attack sample:1 --target 7 --method carlini-wagner --save attacked.safetensors`,
    )
    .action((inputs: string[], options: AttackOptions) =>
      run('attack', options, async (job) => (await import('./run.js')).run(inputs, options, job)),
    );
