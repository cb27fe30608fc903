import { recipeText, trainingCommand } from '../options.js';
import { rbmTexts, usual, type TrainOptions } from './options.js';

const loadDefaults = async () => {
  const rbm = await import('@interp/rbm');
  const { chains: ptChains, ...tempering } = rbm.parallelTemperingOptions.defaults;
  const { variant, ...initial } = rbm.initialRbmOptions.defaults;
  const { chains: pcdChains } = rbm.persistentDivergenceOptions.defaults;
  const names = { variant: variant.name, pcdChains, ptChains, ...usual };
  return { ...rbm.trainRbmOptions.defaults, ...tempering, ...initial, ...names };
};

/** `interp train rbm` */
export const trainRbmCommand = trainingCommand<TrainOptions>('rbm', {
  says: 'train a restricted Boltzmann machine on MNIST',
  folder: 'folder for the RBM, its checkpoint, its filters and the history',
  first: recipeText,
  own: rbmTexts,
  defaults: loadDefaults,
  help: `
Without --out the folder is out/rbm. It gets rbm.safetensors (for --model of interp rbm and --expert of interp prototype),
filters.png, checkpoint.safetensors, training.json (the history) and training.png.
With --recipe thesis it is trained as the thesis tells it: 8 Gaussian-binary hidden units, one σ for all pixels, contrastive
divergence. Options that are given beside it take the place of its own.
Ctrl-C keeps a checkpoint; the same command with --resume goes on from there, to the very same weights. If a number stops
being finite, the training ends and says which; the last good checkpoint stays.
The test digits are never trained on: they give the free-energy gap after each epoch and the figures at the end.

Examples:
  interp train rbm --out my-rbm
  interp train rbm --recipe thesis --hidden 100 --out as-in-the-thesis
  interp train rbm --hidden 8 --epochs 10 --seed 1 --out rbm-8
  interp train rbm --variant binary --trainer pt --k 2 --chains 32 --out my-binary
  interp train rbm --out my-rbm --resume`,
  work: async (_, options, job) => (await import('./run.js')).run(options, job),
});
