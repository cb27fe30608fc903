import { Option, type Command } from 'commander';
import { integer, type CommonOptions, type InputOptions } from '../../shell/options.js';

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

/** Adds how long is trained, the first options of every training. */
export const withEpochs = (command: Command): Command =>
  command
    .option('--epochs <n>', 'passes over the training images', integer('--epochs', { min: 1 }))
    .option('--batch <n>', 'images in a batch', integer('--batch', { min: 1 }));

/** Adds what checkpoints are to be kept and gone on from, in the folder `out/NAME` where none is named. */
export const withCheckpointOptions = (command: Command): Command =>
  command
    .setOptionValueWithSource('out', `out/${command.name()}`, 'default')
    .option('--checkpoint-every <n>', 'steps between checkpoints', integer('--checkpoint-every', { min: 1 }), 200)
    .option('--resume', "go on from the folder's checkpoint, or start if there is none");

/** Options of trainings that have named recipes. */
export interface RecipeOptions {
  /** The recipe whose options stand for those that are not given. */
  readonly recipe?: 'thesis';
}

/** Adds the choice of a recipe, which the package of the network has. */
export const withRecipe = (command: Command): Command =>
  command.addOption(
    new Option('--recipe <name>', 'how it was made, in the place of all defaults: as the thesis tells it').choices([
      'thesis',
    ]),
  );

/**
 * Options with those of a recipe in the place of what is left out.
 *
 * @returns the options; those that are undefined in both are left out
 */
export const overRecipe = <Options extends object>(recipe: Options | undefined, options: Options): Options => {
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  return { ...recipe, ...Object.fromEntries(given) } as Options;
};
