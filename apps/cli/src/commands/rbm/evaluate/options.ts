import { count, type OptionsOf, type OptionTexts } from '../../../shell/options.js';
import type { RbmOptions } from '../options.js';

/** Temperatures of annealed importance sampling; fewer than the package takes, for an answer within a minute. */
export const aisTemperatures = 3000;

/** The options of `interp rbm evaluate` alone. */
export const evaluateTexts = {
  '--method <name>': [
    'how to get log Z: exactly where at most 20 units are to be enumerated, else by annealed importance',
    ['auto', 'exact', 'ais'],
  ],
  '--steps <n>': [`temperatures of ais (default: ${aisTemperatures})`, count],
  '--chains <n>': ['chains of ais', { integer: true, min: 2 }],
  '--limit <n>': ['only the first n digits', count],
  '--drawn': 'digits drawn by code rather than those of MNIST',
  '--no-baselines': 'leave out the simpler densities, which take the most time',
} as const satisfies OptionTexts;

/** Options of `interp rbm evaluate`. */
export type RbmEvaluateOptions = RbmOptions & OptionsOf<typeof evaluateTexts>;
