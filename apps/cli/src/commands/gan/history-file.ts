import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InterpError } from '@interp/core';
import { decodeSnapshots, type SnapshotSeries } from '@interp/gan';

/** Where a training's samples of the same latent codes go. */
export const historyFile = (folder: string): string => join(folder, 'history.safetensors');

/**
 * Reads the samples that a training kept on the way.
 *
 * @param folder - of `interp train gan`
 * @returns the samples
 * @throws InterpError `not-found`, `bad-file`
 */
export const readHistory = async (folder: string): Promise<SnapshotSeries> => {
  const file = historyFile(folder);
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new InterpError(
      'not-found',
      `${file} cannot be read; expected the folder of interp train gan, or no folder for the history of the generator that ships`,
      { cause },
    );
  });
  return decodeSnapshots(bytes, file);
};
