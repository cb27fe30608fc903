import { hiddenTexts } from '../../shell/hidden-options.js';
import { count, type ImageCommandOptions, type OptionTexts } from '../../shell/options.js';

/** The options of the command's own. */
export const explainTexts = {
  '--method <name>': [
    'how the prediction is explained',
    [
      'sensitivity',
      'gradient',
      'gradient-x-input',
      'integrated-gradients',
      'smoothgrad',
      'occlusion',
      'grad-cam',
      'lrp',
    ],
    'lrp',
  ],
  '--class <c>': 'the explained class, its number or name (default: the predicted one)',
  '--versus <c>': 'a contrast: what speaks for the class rather than for this one',
  '--score <name>': [
    'the explained number (default: logit; for sensitivity probability)',
    ['logit', 'probability', 'log-probability', 'one'],
  ],
  '--compare': 'methods side by side, with how faithful each is',
  '--rule <name>': [
    'lrp: one rule for all layers (default: alpha-beta)',
    ['lrp0', 'epsilon', 'gamma', 'alpha-beta', 'z-plus', 'z-box', 'w-square', 'flat', 'pass'],
  ],
  '--composite <name>': [
    'lrp: rules by layer',
    [
      'epsilon-plus',
      'epsilon-plus-flat',
      'epsilon-alpha2-beta1',
      'epsilon-alpha2-beta1-flat',
      'epsilon-gamma-box',
      'attn-lrp',
      'cp-lrp',
    ],
  ],
  '--alpha <n>': ['of alpha-beta', {}],
  '--beta <n>': ['of alpha-beta (default: {beta}); alpha - beta = 1', { min: 0 }],
  '--epsilon <n>': ['of epsilon and all composites', { min: 0 }],
  '--gamma <n>': ['of gamma and epsilon-gamma-box', { min: 0 }],
  '--low <n>': [
    "lower end of z-box, epsilon-gamma-box (default: the network's bound on the first layer, elsewhere the lowest that the layer saw)",
    {},
  ],
  '--high <n>': ['upper end of the same (default: likewise, the highest)', {}],
  '--bias <policy>': [
    'lrp: whether biases take a share (default: keep for epsilon, in composites too; drop for others)',
    ['drop', 'keep'],
  ],
  '--empty-branch <policy>': ['lrp: relevance with nowhere to go', ['conserve', 'paper']],
  '--strict': 'lrp: fail, naming the layer, where relevance is lost',
  '--nodes <n>': ['integrated-gradients', count],
  '--samples <n>': ['smoothgrad: noisy copies', count],
  '--noise <n>': ['smoothgrad: as a share of the range', { min: 0 }],
  '--window <n>': ['occlusion: pixels covered', count],
  '--stride <n>': ['occlusion: pixels between windows', count],
  ...hiddenTexts,
  '--layer <name>': 'the layer of --channel or --unit; grad-cam: whose feature maps (default: the last convolution)',
  '--scale <which>': ['colour scale of the picture: one for each map, or one for all', ['own', 'shared'], 'own'],
} as const satisfies OptionTexts;

/** Options of `interp explain`. */
export type ExplainOptions = ImageCommandOptions<typeof explainTexts>;
