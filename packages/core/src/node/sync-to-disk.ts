import { fsync } from 'node:fs';
import { promisify } from 'node:util';

const flushed = promisify(fsync);

/**
 * Waits until the disk has what was written to a file. It goes by the file's number: handles under Yarn's Plug'n'Play have no `sync`.
 *
 * @param handle - of an open file, as `open` of `node:fs/promises` gives it
 * @returns when all bytes are on the disk
 * @throws what the file system says, ENOSPC for instance
 */
export const syncToDisk = (handle: { readonly fd: number }): Promise<void> => flushed(handle.fd);
