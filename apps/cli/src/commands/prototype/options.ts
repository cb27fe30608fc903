import type { ImageCommandOptions, OptionTexts } from '../../shell/options.js';
import { prototypeMethodTexts } from '../../methods/prototype.js';

/** The options of the command's own. */
export const prototypeTexts = {
  ...prototypeMethodTexts,
  '--contrast <curve>': ['contrast curve of the picture: (2/π) atan x', ['atan']],
  '--history': 'the picture is a chart of the objective after each step',
  '--compare': 'compare am, expert and decoder on one --class; the picture is a chart of the three',
} as const satisfies OptionTexts;

/** Options of `interp prototype`. */
export type PrototypeOptions = ImageCommandOptions<typeof prototypeTexts>;
