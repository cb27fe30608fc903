import type { OptionsOf, OptionTexts } from '../../../shell/options.js';
import type { GanOptions } from '../options.js';

/** The options of `interp gan sample` alone. */
export const sampleTexts = {
  '--count <n>': ['latent codes (default: {count}; 2 with --walk)', { integer: true, min: 1, max: 100_000 }],
  '--walk <n>': ['n images on the way from each code to the next', { integer: true, min: 2, max: 50 }],
} as const satisfies OptionTexts;

/** Options of `interp gan sample`. */
export type GanSampleOptions = GanOptions & OptionsOf<typeof sampleTexts>;
