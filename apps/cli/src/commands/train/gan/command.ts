import type { Command } from 'commander';
import type { RunCommand } from '../../../shell/job.js';
import { count, withDefaults } from '../../../shell/options.js';
import { trainingCommand } from '../options.js';
import type { TrainOptions } from './options.js';

const loadDefaults = async () => {
  const gan = await import('@interp/gan');
  return {
    ...gan.trainGanOptions.defaults,
    loss: gan.trainGanOptions.defaults.loss.name,
    schedule: gan.trainGanOptions.defaults.schedule.name,
    latent: gan.generatorOptions.defaults.latentSize,
    ...gan.r1Options.defaults,
    ...gan.smoothingOptions.defaults,
  };
};

/** `interp train gan` */
export const trainGanCommand = (run: RunCommand): Command =>
  withDefaults(
    trainingCommand('gan', 'folder for both networks, their checkpoint, samples and the history', {
      '--architecture <name>': [
        "the thesis' fully connected networks, or convolutional ones",
        ['dense', 'convolutional'],
        'dense',
      ],
      '--conditional': 'let the largest of the first ten latent numbers say which digit is asked for',
      '--latent <n>': ['length of a latent code', count],
      '--loss <name>': ['what is minimised', ['non-saturating', 'minimax', 'thesis', 'wgan-gp', 'hinge']],
      '--penalty <name>': [
        "penalty on the discriminator's gradient (default: gradient for wgan-gp, else r1)",
        ['r1', 'gradient', 'none'],
      ],
      '--gamma <n>': ['weight of r1', { above: 0 }],
      '--smoothing <n>': ['how far below 1 the target for real images lies', { min: 0, max: 0.49 }],
      '--discriminator-steps <n>': ['steps of the discriminator for each of the generator', count],
      '--rate <n>': ['learning rate of both networks', { above: 0 }],
      '--schedule <name>': [
        'how the learning rates change: constant, or constant for the first half and then linearly to 0',
        ['constant', 'linear'],
      ],
      '--beta1 <n>': ['beta1 of Adam', { min: 0, max: 0.999999 }],
      '--average <n>': [
        "decay of the moving average of the generator's weights; 0 for no average",
        { min: 0, max: 0.999999 },
      ],
      '--limit <n>': ['only the first n training images', { integer: true, min: 2 }],
      '--drawn': 'digits drawn by code rather than those of MNIST',
    }),
    loadDefaults,
  )
    .description('train a generator of digits against a discriminator')
    .addHelpText(
      'after',
      `
Without --out the folder is out/gan. It gets model.json (the generator, for --model of interp gan and --decoder of interp
prototype), discriminator/model.json, history.safetensors (samples from the same latent codes during training, for interp gan
history), checkpoint.safetensors, training.json (the history) and training.png.
Ctrl-C keeps a checkpoint; the same command with --resume goes on from there, to the very same networks.
A collapse, a divergence, or a discriminator that wins outright is reported when it is seen; the training goes on.

Examples:
  interp train gan --out my-gan
  interp train gan --architecture convolutional --conditional --epochs 8 --out my-dcgan
  interp train gan --loss wgan-gp --discriminator-steps 5 --beta1 0 --out my-wgan
  interp train gan --out my-gan --resume`,
    )
    .action((options: TrainOptions) =>
      run('training', options, async (job) => (await import('./run.js')).run(options, job)),
    );
