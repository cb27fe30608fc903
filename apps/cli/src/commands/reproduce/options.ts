import { UsageError } from '../../shell/failure.js';
import type { CommonOptions, InputOptions, OptionsOf, OptionTexts } from '../../shell/options.js';

const list = (text: string): readonly string[] => {
  if (text.trim() === '') throw new UsageError('--only is empty; expected numbers of figures, figures or claims');
  return text.split(/,(?! )/).map((part) => part.trim());
};

/** The options of the command's own. */
export const reproduceTexts = {
  '--quick': 'small samples: under two minutes',
  '--train': 'train the networks of both columns from scratch first',
  '--only <numbers>': ["only some, as 3.1,4.2 or 'claim 3.1a'; figures or claims for all of them", list],
  '--lang <language>': ['of the report', ['en', 'es']],
  '--digits <source>': [
    'MNIST, or digits drawn by code (auto: MNIST where it is there)',
    ['auto', 'mnist', 'drawn'],
    'auto',
  ],
  '--model <model>': 'a classifier of digits in the place of today’s: a name, a model.json or a LeNet in .safetensors',
  '--expert <rbm>': 'a Gaussian RBM in the place of today’s expert: a name or a .safetensors file',
  '--decoder <generator>': 'a generator in the place of today’s: a name or a model.json',
  '--fresh': 'draw everything again, also what an earlier run has drawn',
} as const satisfies OptionTexts;

/** Options of `interp reproduce`. */
export type ReproduceOptions = CommonOptions & InputOptions & OptionsOf<typeof reproduceTexts>;
