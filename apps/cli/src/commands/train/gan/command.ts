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
export const trainGanCommand = trainingCommand<TrainOptions>('gan', {
  says: 'train a generator of digits against a discriminator',
  folder: 'folder for both networks, their checkpoint, samples and the history',
  own: ganTexts,
  defaults: loadDefaults,
  help: `
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
  work: async (_, options, job) => (await import('./run.js')).run(options, job),
});
