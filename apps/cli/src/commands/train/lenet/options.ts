import { count, type OptionsOf, type OptionTexts } from '../../../shell/options.js';
import { epsilonHelp } from '../../evaluate/options.js';
import type { recipeText, TrainingOptions } from '../options.js';

/** The options of this training alone. */
export const lenetTexts = {
  '--activation <name>': ['activation of all layers but the last', ['sigmoid', 'relu', 'softplus', 'identity', 'tanh']],
  '--initialization <name>': ["first weights: Glorot's for the activation, or PyTorch's", ['glorot', 'torch']],
  '--loss <name>': ['what is minimised', ['cross-entropy', 'mean-squared-error']],
  '--optimizer <name>': ['how the weights are updated', ['adam', 'sgd']],
  '--momentum <n>': ['momentum of sgd', { min: 0, max: 0.999999 }],
  '--rate <n>': [
    'learning rate at its peak (default: {adamRate} for adam, {sgdRate} for sgd without momentum)',
    { above: 0 },
  ],
  '--schedule <name>': ['how the learning rate changes', ['one-cycle', 'cosine', 'step', 'constant']],
  '--weight-decay <n>': ['weight decay, decoupled from the gradient', { min: 0 }],
  '--adversarial <method>': [
    'adversarial training: train on examples made against the current network',
    ['fgsm', 'pgd', 'trades'],
  ],
  '--epsilon <n>': [epsilonHelp, { above: 0 }],
  '--attack-steps <n>': ['steps of pgd and trades, one gradient each', count],
  '--ramp <epochs>': ['epochs over which attacks come to full strength', { min: 0 }],
  '--trades-beta <n>': ['weight of robustness against accuracy, of trades', { min: 0 }],
  '--shift <pixels>': ['random shifts of the images', { min: 0 }],
  '--rotate <degrees>': ['random rotations of the images', { min: 0, max: 180 }],
  '--validation <part>': ['fraction of the images held out for validation', { min: 0, max: 0.9 }],
  '--target-accuracy <part>': ['stop after the first epoch with this validation accuracy', { above: 0, max: 1 }],
  '--patience <n>': ['stop after n epochs without a lower validation loss', count],
  '--limit <n>': ['only the first n training images', count],
} as const satisfies OptionTexts;

/** Options of `interp train lenet`. */
export type TrainOptions = TrainingOptions & OptionsOf<typeof recipeText & typeof lenetTexts>;
