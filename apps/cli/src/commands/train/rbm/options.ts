import { count, type OptionsOf, type OptionTexts } from '../../../shell/options.js';
import type { recipeText, TrainingOptions } from '../options.js';

/** The rate of the weights of a binary RBM. */
export const binaryRate = 0.02;

/** What the command line takes for options that are left out, where that is not the package's default. */
export const usual = { epochs: 20, trainer: 'pcd', schedule: 'linear' } as const;

/** The options of this training alone. */
export const rbmTexts = {
  '--hidden <n>': ['hidden units', { integer: true, min: 1, max: 10_000 }],
  '--variant <name>': [
    'the energy function: of binary pixels, or one of three with Gaussian pixels',
    ['binary', 'cho', 'krizhevsky', 'goodfellow'],
  ],
  '--trainer <name>': [
    'contrastive divergence, persistent contrastive divergence, parallel tempering',
    ['cd', 'pcd', 'pt'],
  ],
  '--k <n>': ['Gibbs steps at each training step', count],
  '--chains <n>': ['chains (default: {pcdChains} of pcd, {ptChains} of pt)', count],
  '--temperatures <n>': ['temperatures of pt', { integer: true, min: 2 }],
  '--rate <n>': [`learning rate of the weights (default: {rate}; ${binaryRate} for binary)`, { above: 0 }],
  '--schedule <name>': [
    'how the learning rates change: constant, or constant for the first half and then linearly to 0',
    ['constant', 'linear'],
  ],
  '--momentum <n>': ['fraction of the last change that is added to the next', { min: 0, max: 0.999 }],
  '--weight-decay <n>': ['weight decay, a fraction of rate × weights', { min: 0 }],
  '--sigma <n>': ['initial σ', { above: 0 }],
  '--sigma-floor <n>': ['lower limit of σ', { above: 0 }],
  '--one-sigma': 'one σ for all pixels rather than one for each',
  '--fixed-sigma': 'σ is not learnt',
  '--centre <units>': ['which units are centred', ['both', 'visible', 'none']],
  '--limit <n>': ['only the first n training images', count],
  '--drawn': 'digits drawn by code rather than those of MNIST',
} as const satisfies OptionTexts;

/** Options of `interp train rbm`. */
export type TrainOptions = TrainingOptions & OptionsOf<typeof recipeText & typeof rbmTexts>;
