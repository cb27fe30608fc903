import { join } from 'node:path';
import { readFile } from 'node:fs/promises';
import { InterpError, isInterpError, readSafetensors } from '@interp/core';

/**
 * Where the checkpoint of a training is.
 *
 * @param out - the training's folder
 * @returns the path
 */
export const checkpointFile = (out: string): string => join(out, 'checkpoint.safetensors');

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

/** The fields of an object in JSON; none where it is anything else. */
const fieldsOf = (text = '{}'): Readonly<Record<string, unknown>> => ({ ...(JSON.parse(text) as object | null) });

/** Whether a checkpoint is of a training that came to its end; nothing where it cannot be told. */
const finishedOf = (checkpoint: Uint8Array): boolean | undefined => {
  try {
    const { metadata } = readSafetensors(checkpoint);
    const { finished, epoch } = fieldsOf(metadata.get('progress'));
    const { epochs } = fieldsOf(metadata.get('fingerprint'));
    if (typeof finished === 'boolean') return finished;
    return typeof epoch === 'number' && epochs !== undefined ? epoch >= Number(epochs) : undefined;
  } catch (error) {
    if (!isInterpError(error) && !(error instanceof SyntaxError)) throw error;
    return undefined;
  }
};

/**
 * Refuses to train anew where a training is not finished: work of hours is not to be lost by a word left out.
 *
 * @param checkpoint - of the earlier training, if there is one
 * @param out - its folder
 * @returns a line about what is going to be replaced; nothing where nothing is
 * @throws InterpError `bad-option`
 */
export const refuseToOverwrite = (checkpoint: Uint8Array | undefined, out: string): string | undefined => {
  if (!checkpoint) return undefined;
  const finished = finishedOf(checkpoint);
  if (finished === false)
    throw new InterpError(
      'bad-option',
      `${out} holds a training that is not finished; add --resume to go on, or name another --out`,
    );
  return `${out} holds ${finished ? 'a finished training' : 'a checkpoint that cannot be read'}: it is replaced`;
};
