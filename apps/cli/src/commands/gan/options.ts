import type { Command } from 'commander';
import { withOptions, type CommonOptions, type OptionsOf, type OptionTexts } from '../../shell/options.js';

const generatorTexts = {
  '--model <generator>': ['a built-in generator, or the model.json of one', undefined, 'generator'],
  '--judge <model>': ['the network that classifies the samples: a built-in name, or a model.json', undefined, 'lenet'],
} as const satisfies OptionTexts;

/** Options of commands about a generator. */
export type GanOptions = CommonOptions & OptionsOf<typeof generatorTexts>;

/** Adds the generator, and who says what its samples are. */
export const withGenerator = (command: Command): Command => withOptions(command, generatorTexts);
