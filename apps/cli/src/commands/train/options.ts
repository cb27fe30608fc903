import { Command } from 'commander';
import {
  count,
  withCommon,
  withData,
  withOptions,
  type CommonOptions,
  type InputOptions,
  type OptionTexts,
} from '../../shell/options.js';

/** Options of every training. */
export interface TrainingOptions extends CommonOptions, InputOptions {
  /** The folder. */
  readonly out: string;
  /** Only the first so many training images. */
  readonly limit?: number;
  /** Steps between checkpoints. */
  readonly checkpointEvery: number;
  /** Whether to go on from the checkpoint. */
  readonly resume?: boolean;
}

/** Options of trainings that have named recipes. */
export interface RecipeOptions {
  /** The recipe whose options stand for those that are not given. */
  readonly recipe?: 'thesis';
}

/** The choice of a recipe, which the package of the network has. */
export const recipeOption: OptionTexts = {
  '--recipe <name>': ['how it was made, in the place of all defaults: as the thesis tells it', ['thesis']],
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
    '--epochs <n>': ['passes over the training images', count],
    '--batch <n>': ['images in a batch', count],
    ...own,
    '--checkpoint-every <n>': ['steps between checkpoints', count, 200],
    '--resume': "go on from the folder's checkpoint, or start if there is none",
  }).setOptionValueWithSource('out', `out/${name}`, 'default');
