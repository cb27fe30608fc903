import type { ImageCommandOptions, OptionTexts } from '../../shell/options.js';

/** The options of the command's own. */
export const figureTexts = {
  '--expert <rbm>': ['rbm-8, rbm-100, or a Gaussian RBM in .safetensors', undefined, 'rbm-8'],
  '--input <input>': ['of 2.4: the image whose prediction is explained', undefined, 'sample:3'],
  '--lang <language>': ['of the words in the picture', ['en', 'es']],
} as const satisfies OptionTexts;

/** Options of `interp figure`. */
export type FigureOptions = ImageCommandOptions<typeof figureTexts>;
