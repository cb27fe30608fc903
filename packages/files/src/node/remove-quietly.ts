import { rm } from 'node:fs/promises';

/**
 * Removes a file if it is there; where that fails, it tries once more, as a disk may fail for a moment. It never throws: what it is called after
 * has been decided.
 *
 * @param path - the file
 */
export const removeQuietly = async (path: string): Promise<void> => {
  const remove = (): Promise<void> => rm(path, { force: true });
  await remove()
    .catch(remove)
    .catch(() => undefined);
};
