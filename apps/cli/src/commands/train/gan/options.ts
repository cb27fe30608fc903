import { count, type OptionsOf, type OptionTexts } from '../../../shell/options.js';
import type { TrainingOptions } from '../options.js';

/** The options of this training alone. */
export const ganTexts = {
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
} as const satisfies OptionTexts;

/** Options of `interp train gan`. */
export type TrainOptions = TrainingOptions & OptionsOf<typeof ganTexts>;
