import { explainedTexts, explanationTexts } from '../../methods/explanation.js';
import type { ImageCommandOptions, OptionTexts } from '../../shell/options.js';

/** The options of the command's own. */
export const explainTexts = {
  ...explainedTexts,
  '--compare': 'methods side by side, with how faithful each is',
  ...explanationTexts,
  '--scale <which>': ['colour scale of the picture: one for each map, or one for all', ['own', 'shared'], 'own'],
} as const satisfies OptionTexts;

/** Options of `interp explain`. */
export type ExplainOptions = ImageCommandOptions<typeof explainTexts>;
