import type { InputOptions, OptionsOf, OptionTexts } from '../../../shell/options.js';
import type { GanOptions } from '../options.js';

/** The options of `interp gan evaluate` alone. */
export const evaluateTexts = {
  '--count <n>': ['samples', { integer: true, min: 2, max: 100_000 }],
  '--neighbours <n>': [
    'samples to find the nearest training digit of; 0 for none',
    { integer: true, min: 0, max: 10_000 },
  ],
  '--drawn': 'compare with digits drawn by code rather than those of MNIST',
} as const satisfies OptionTexts;

/** Options of `interp gan evaluate`. */
export type GanEvaluateOptions = GanOptions & InputOptions & OptionsOf<typeof evaluateTexts>;
