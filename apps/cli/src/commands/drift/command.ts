import { Command } from 'commander';
import type { RunCommand } from '../../shell/job.js';
import { inputHelp, integer, number, withCommon, withDefaults, withImages, withModel } from '../../shell/options.js';
import type { DriftOptions } from './options.js';

const loadDefaults = async () => (await import('@interp/adversarial')).driftOptions.defaults;

/** `interp drift` */
export const driftCommand = (run: RunCommand): Command =>
  withDefaults(withImages(withModel(withCommon(new Command('drift')))), loadDefaults)
    .description('how far explanations move when an image is attacked')
    .argument('<input...>', 'images')
    .option('--against <model>', 'another network, attacked in its own right, to compare with')
    .option(
      '--epsilon <n>',
      'how far the attack (PGD from a random start) may move each value, of inputs from -1 to 1',
      number('--epsilon', { above: 0 }),
      0.2,
    )
    .option('--steps <n>', 'of the attack', integer('--steps', { min: 1 }), 40)
    .option('--top <part>', 'the part of a map that counts as its top', number('--top', { above: 0, max: 1 }))
    .addHelpText(
      'after',
      `${inputHelp}
The class that the network takes the image for is explained, of the image and of what the attack made of it, by
LRP (alpha 2, beta 1) and by sensitivity. Said is how well both maps agree: Spearman's rank correlation of
all values, the share of the top values that both have, the cosine of the angle between them.

Examples:
  interp drift sample:3 sample:5 --model lenet-robust --against lenet --out drift.png
  interp drift mnist:test/0-999 --against lenet-robust --json`,
    )
    .action((inputs: string[], options: DriftOptions) =>
      run('drift', options, async (job) => (await import('./run.js')).run(inputs, options, job)),
    );
