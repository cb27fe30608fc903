import type { Command } from 'commander';
import {
  withOptions,
  type CommonOptions,
  type InputOptions,
  type OptionsOf,
  type OptionTexts,
} from '../../shell/options.js';

const modelText = {
  '--model <rbm>': [
    'rbm-8, rbm-100, rbm-8-thesis, rbm-100-thesis, rbm-binary, or an RBM in .safetensors',
    undefined,
    'rbm-100',
  ],
} as const satisfies OptionTexts;

/** Options of both commands about an RBM. */
export type RbmOptions = CommonOptions & InputOptions & OptionsOf<typeof modelText>;

/** Adds the RBM. */
export const withRbmModel = (command: Command): Command => withOptions(command, modelText);

/** What the help of both says of files. */
export const fileHelp = `
FILE.safetensors has W [M,N], b_visible [M], c_hidden [N] and, for Gaussian visible units, sigma [1] or [M]; its metadata
"variant" says which energy it is (binary, cho, krizhevsky, goodfellow). interp train rbm writes such files.
`;
