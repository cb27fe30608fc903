import type { CommonOptions, InputOptions, OptionsOf, OptionTexts } from '../../shell/options.js';

/** What commands about a generator are about. */
export const generatorTexts = {
  '--model <generator>': ['a built-in generator, or the model.json of one', undefined, 'generator'],
  '--judge <model>': ['the network that classifies the samples: a built-in name, or a model.json', undefined, 'lenet'],
} as const satisfies OptionTexts;

type GanOptions = CommonOptions & OptionsOf<typeof generatorTexts>;

/** The options of `interp gan sample` alone. */
export const sampleTexts = {
  '--count <n>': ['latent codes (default: {count}; 2 with --walk)', { integer: true, min: 1, max: 100_000 }],
  '--walk <n>': ['n images on the way from each code to the next', { integer: true, min: 2, max: 50 }],
} as const satisfies OptionTexts;

/** Options of `interp gan sample`. */
export type GanSampleOptions = GanOptions & OptionsOf<typeof sampleTexts>;

/** The options of `interp gan history` alone. */
export const historyTexts = { '--animation <file>': 'the same as an animated .gif' } as const satisfies OptionTexts;

/** Options of `interp gan history`. */
export type GanHistoryOptions = CommonOptions & OptionsOf<typeof historyTexts>;

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
