import { count, type OptionsOf, type OptionTexts } from '../../../shell/options.js';
import type { RbmOptions } from '../options.js';

/** The options of `interp rbm sample` alone. */
export const sampleTexts = {
  '--steps <n>': ['Gibbs steps', count, 100],
  '--init <input...>': "where the chains start: INPUTs, or 'random' (default: sample:0 … sample:9)",
  '--count <n>': ['how many chains (default: one for each image of --init; 10 from random)', count],
} as const satisfies OptionTexts;

/** Options of `interp rbm sample`. */
export type RbmSampleOptions = RbmOptions & OptionsOf<typeof sampleTexts>;
