import type { Command } from 'commander';
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

/** Adds what checkpoints are to be kept and gone on from, in the folder `out/NAME` where none is named. */
export const withCheckpointOptions = (command: Command): Command =>
  command
    .setOptionValueWithSource('out', `out/${command.name()}`, 'default')
    .option('--checkpoint-every <n>', 'steps between checkpoints', integer('--checkpoint-every', { min: 1 }), 200)
    .option('--resume', "go on from the folder's checkpoint, or start if there is none");
