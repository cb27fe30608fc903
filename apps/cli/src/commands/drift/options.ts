import { count, type ImageCommandOptions, type OptionTexts } from '../../shell/options.js';

/** The options of the command's own. */
export const driftTexts = {
  '--against <model>': 'another network, attacked in its own right, to compare with',
  '--epsilon <n>': [
    'how far the attack (PGD from a random start) may move each value, of inputs from -1 to 1',
    { above: 0 },
    0.2,
  ],
  '--steps <n>': ['of the attack', count, 40],
  '--top <part>': ['the part of a map that counts as its top', { above: 0, max: 1 }],
} as const satisfies OptionTexts;

/** Options of `interp drift`. */
export type DriftOptions = ImageCommandOptions<typeof driftTexts>;
