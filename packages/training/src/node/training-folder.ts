import { join } from 'node:path';
import { checkText, InterpError, isInterpError, shownPath } from '@interp/checks';
import { readPlainFile, writeWithFolder } from '@interp/files/internal';
import { isFinished } from '../checkpoint.js';

/** The options by which a training keeps its checkpoints in a folder; give them to `train`, `trainRbm` or `trainGan`. */
export interface FolderCheckpoints {
  /** The checkpoint that the training goes on from, where there is one. */
  readonly resume?: Uint8Array;
  /** Writes a checkpoint in the place of the one before. */
  readonly onCheckpoint: (bytes: Uint8Array, info: { readonly step: number }) => Promise<void>;
}

/** A folder in which a training keeps its checkpoint. */
export interface TrainingFolder {
  /** The path of the checkpoint, `checkpoint.safetensors` in the folder. */
  readonly file: string;
  /** What an earlier training left there; `unreadable` is a file that is no checkpoint of this version. */
  readonly found: 'nothing' | 'unfinished' | 'finished' | 'unreadable';
  /**
   * Trains, with checkpoints in the folder.
   *
   * @param work - the training, with the options that keep its checkpoints
   * @returns what the training returns
   * @throws InterpError `bad-option` for a training that is not finished and not to be resumed, `not-writable`, `not-finite`, which then names
   *   the checkpoint that stays, and what else the training throws
   */
  readonly train: <Trained>(work: (checkpoints: FolderCheckpoints) => Promise<Trained>) => Promise<Trained>;
}

const readCheckpoint = async (file: string): Promise<Uint8Array | undefined> => {
  try {
    return await readPlainFile(file);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new InterpError('bad-file', `the checkpoint ${shownPath(file)} cannot be read; expected a file`, { cause });
  }
};

const stateOf = (checkpoint: Uint8Array | undefined): TrainingFolder['found'] => {
  if (!checkpoint) return 'nothing';
  const finished = isFinished(checkpoint);
  return finished === undefined ? 'unreadable' : finished ? 'finished' : 'unfinished';
};

/**
 * Keeps the checkpoint of a training in a folder, so that one that was interrupted goes on where it was. The folder is made when there is
 * something to write; each checkpoint is written atomically.
 *
 * @param folder - its path
 * @param resume - whether to go on from the folder's checkpoint; where there is none, the training starts from the beginning. Without it, a
 *   training that is not finished is never written over. Default false
 * @returns what is there, and a function that trains
 * @throws InterpError `bad-file` for a checkpoint that cannot be read from disk, `bad-option` for a path that is no text
 *
 * @example
 * ```ts
 * import { startBackend } from '@interp/backend';
 * import { sampleDigits } from '@interp/mnist';
 * import { initialRbm, trainRbm } from '@interp/rbm';
 * import { trainingFolder } from '@interp/training/node';
 *
 * await startBackend('wasm');
 * const folder = await trainingFolder('my-rbm', true);
 * const start = await initialRbm(sampleDigits(), { hidden: 8 });
 * const { rbm, history } = await folder.train((checkpoints) => trainRbm(start, sampleDigits(), { epochs: 2, ...checkpoints }));
 * console.log(history.length, (await trainingFolder('my-rbm')).found); // 2 finished
 * start.dispose();
 * rbm.dispose();
 * ```
 */
export const trainingFolder = async (folder: string, resume = false): Promise<TrainingFolder> => {
  // JavaScript callers may leave it out.
  checkText('the folder', folder ?? null);
  const file = join(folder, 'checkpoint.safetensors');
  const checkpoint = await readCheckpoint(file);
  const found = stateOf(checkpoint);
  return {
    file,
    found,
    train: async (work) => {
      if (found === 'unfinished' && !resume)
        throw new InterpError(
          'bad-option',
          `${shownPath(folder)} holds a training that is not finished; resume it, or name another folder`,
        );
      let kept = '';
      try {
        return await work({
          resume: resume ? checkpoint : undefined,
          onCheckpoint: async (bytes, { step }) => {
            await writeWithFolder(file, bytes);
            kept = `; ${shownPath(file)} is that of step ${step}`;
          },
        });
      } catch (error) {
        if (!isInterpError(error) || error.code !== 'not-finite') throw error;
        throw new InterpError('not-finite', `${error.message}${kept}`, { cause: error });
      }
    },
  };
};
