import type { explanationOptions } from '@interp/lrp';
import { hiddenTexts } from '../shell/hidden-options.js';
import { count, type OptionsOf, type OptionTexts } from '../shell/options.js';
import { optionsIn } from '../shell/options-in.js';

/** What is explained, and by which method. */
export const explainedTexts = {
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
} as const satisfies OptionTexts;

/** The options of the methods. */
export const explanationTexts = {
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
} as const satisfies OptionTexts;

/** What the package has for options that are left out. */
export const explanationDefaults = async () => (await import('@interp/lrp')).explanationDefaults;

/** Options of commands that explain. */
export type ExplanationFlags = OptionsOf<typeof explainedTexts & typeof explanationTexts>;

/** The explained class, and the one that it is told from: by their numbers or, to be looked up later, as they were given. */
export interface Classes<Class = number> {
  /** The explained class. Default the predicted one. */
  readonly target?: Class;
  /** The class that it is told from. Default none. */
  readonly versus?: Class;
}

/**
 * What the options say of a method, in the words of the package. Those of `lrp` that mean nothing to others are accepted with them.
 *
 * @param table - `explanationOptions` of `@interp/lrp`, which is not loaded for the help of a command
 * @param options - of the command line
 * @param classes - which are explained
 */
export const methodOptionsOf = <Options extends ExplanationFlags, Class>(
  table: typeof explanationOptions,
  options: Options,
  { target, versus }: Classes<Class>,
) => {
  const { method, channel, unit, layer, bias, emptyBranch } = options;
  return {
    ...optionsIn(table, { ...options, seed: undefined }),
    ...{ target, versus },
    layer: (channel ?? unit) === undefined ? layer : undefined,
    bias: method === 'lrp' ? bias : undefined,
    emptyBranch: method === 'lrp' ? emptyBranch : undefined,
  };
};
