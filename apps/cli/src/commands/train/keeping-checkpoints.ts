import { InterpError, isInterpError } from '@interp/core';
import { checkpointFile } from './kept-checkpoint.js';
import { write } from '../../shell/places.js';

/**
 * Trains with checkpoints kept in a folder; numbers that run away are told with the step of the checkpoint that stays.
 *
 * @param out - the folder
 * @param train - the training, given what keeps a checkpoint
 * @returns what it gives
 * @throws InterpError `not-finite`, and what else the training throws
 */
export const keepingCheckpoints = async <R>(
  out: string,
  train: (onCheckpoint: (bytes: Uint8Array, info: { readonly step: number }) => Promise<void>) => Promise<R>,
): Promise<R> => {
  let kept = '';
  return train(async (bytes, { step }) => {
    await write(checkpointFile(out), bytes);
    kept = `; ${checkpointFile(out)} is that of step ${step}`;
  }).catch((error: unknown) => {
    if (!isInterpError(error) || error.code !== 'not-finite') throw error;
    throw new InterpError('not-finite', `${error.message}${kept}`, { cause: error });
  });
};
