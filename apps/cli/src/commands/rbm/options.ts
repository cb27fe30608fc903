import { count, type CommonOptions, type InputOptions, type OptionsOf, type OptionTexts } from '../../shell/options.js';

/** The RBM that both commands are about. */
export const modelText = {
  '--model <rbm>': [
    'rbm-8, rbm-100, rbm-8-thesis, rbm-100-thesis, rbm-binary, or an RBM in .safetensors',
    undefined,
    'rbm-100',
  ],
} as const satisfies OptionTexts;

type RbmOptions = CommonOptions & InputOptions & OptionsOf<typeof modelText>;

/** The options of `interp rbm sample` alone. */
export const sampleTexts = {
  '--steps <n>': ['Gibbs steps', count, 100],
  '--init <input...>': "where the chains start: INPUTs, or 'random' (default: sample:0 … sample:9)",
  '--count <n>': ['how many chains (default: one for each image of --init; 10 from random)', count],
} as const satisfies OptionTexts;

/** Options of `interp rbm sample`. */
export type RbmSampleOptions = RbmOptions & OptionsOf<typeof sampleTexts>;

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
