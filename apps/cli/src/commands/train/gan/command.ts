import type { Command } from 'commander';
import type { RunCommand } from '../../../shell/job.js';
import { withDefaults } from '../../../shell/options.js';
import { trainingCommand } from '../options.js';
import { ganTexts, type TrainOptions } from './options.js';

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
    trainingCommand('gan', 'folder for both networks, their checkpoint, samples and the history', ganTexts),
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
