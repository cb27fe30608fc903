import { readFile } from 'node:fs/promises';
import { InterpError, isInterpError, readSafetensors } from '@interp/core';

/**
 * Reads the checkpoint of an earlier training.
 *
 * @param file - its path
 * @returns its bytes; nothing where there is none
 * @throws InterpError `bad-file` where it cannot be read
 */
export const checkpointOf = async (file: string): Promise<Uint8Array | undefined> => {
  try {
    return await readFile(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new InterpError('bad-file', `the checkpoint ${file} cannot be read; expected a file`, { cause: error });
  }
};

/**
 * Refuses to train anew where a training is not finished: work of hours is not to be lost by a word left out.
 *
 * @param checkpoint - of the earlier training, if there is one
 * @param out - its folder
 * @throws InterpError `bad-option`
 */
export const refuseToOverwrite = (checkpoint: Uint8Array | undefined, out: string): void => {
  if (!checkpoint) return;
  let unfinished: boolean;
  try {
    const progress = JSON.parse(readSafetensors(checkpoint).metadata.get('progress') ?? '{}') as { finished?: boolean };
    unfinished = progress.finished === false;
  } catch (error) {
    if (!isInterpError(error) && !(error instanceof SyntaxError)) throw error;
    unfinished = false;
  }
  if (unfinished)
    throw new InterpError(
      'bad-option',
      `${out} holds a training that is not finished; add --resume to go on, or name another --out`,
    );
};
