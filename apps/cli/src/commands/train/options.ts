import { Command } from 'commander';
import {
  count,
  withCommon,
  withData,
  withOptions,
  type CommonOptions,
  type InputOptions,
  type OptionsOf,
  type OptionTexts,
} from '../../shell/options.js';

const beforeOwn = {
  '--epochs <n>': ['passes over the training images', count],
  '--batch <n>': ['images in a batch', count],
} as const satisfies OptionTexts;

const afterOwn = {
  '--checkpoint-every <n>': ['steps between checkpoints', count, 200],
  '--resume': "go on from the folder's checkpoint, or start if there is none",
} as const satisfies OptionTexts;

/** The choice of a recipe, which the package of the network has. */
export const recipeText = {
  '--recipe <name>': ['how it was made, in the place of all defaults: as the thesis tells it', ['thesis']],
} as const satisfies OptionTexts;

/** Options of every training. */
export type TrainingOptions = CommonOptions &
  InputOptions &
  OptionsOf<typeof beforeOwn & typeof afterOwn> & {
    /** The folder. */
    readonly out: string;
    /** Only the first so many training images. */
    readonly limit?: number;
  };

/**
 * The command of a training: its folder, `out/NAME` where none is named, the data, how long it takes, its own options, and its checkpoints.
 *
 * @param name - of the command
 * @param folder - what the folder is for
 * @param own - options of this training alone
 * @param first - options that stand before all others in the help
 */
export const trainingCommand = (name: string, folder: string, own: OptionTexts, first: OptionTexts = {}): Command =>
  withOptions(withData(withCommon(new Command(name), { out: folder })), {
    ...first,
    ...beforeOwn,
    ...own,
    ...afterOwn,
  }).setOptionValueWithSource('out', `out/${name}`, 'default');
