import { count, type ImageCommandOptions, type OptionTexts } from '../../shell/options.js';

/** How far attacks may move each value where nothing else is asked for, of inputs from -1 to 1. */
export const defaultEpsilon = 0.6;

/** What the help says of it. */
export const epsilonHelp = `how far attacks may change each value; inputs of the networks that ship are from -1 to 1, so 0.6 is 0.3 of pixels on [0, 1] (default: ${defaultEpsilon}, or the same share of other bounds)`;

/** The options of the command's own. */
export const evaluateTexts = {
  '--split <part>': ['part of MNIST', ['test', 'train'], 'test'],
  '--limit <n>': ['only the first n images', count],
  '--robust': 'also under attack: FGSM, PGD of 40 steps, DeepFool (the first 1000 images, or --limit)',
  '--epsilon <n>': [epsilonHelp, { min: 0 }],
  '--against <model>': 'another network under the same attacks, to compare with',
} as const satisfies OptionTexts;

/** Options of `interp evaluate`. */
export type EvaluateOptions = ImageCommandOptions<typeof evaluateTexts>;
