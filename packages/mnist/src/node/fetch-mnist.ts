import { fetchFiles } from './fetch-files.js';
import type { FetchOptions, FetchReport } from './fetch-options.js';
import { mnistFiles } from './mnist-files.js';

/**
 * Fetches the four files of MNIST, 11.6 MB, unless they are there already. Nothing appears under its name before its length and
 * the MD5 of its uncompressed bytes are right; a download that was cut off is gone on with, also by the next call; a mirror that
 * sends anything else is passed over. Several processes may do this in the same folder at once.
 *
 * @param folder - where they go, as `NAME.gz`; made if it is not there
 * @param options - mirrors, patience, progress, signal
 * @returns what became of each file; after an abort, with `complete: false`
 * @throws `network` with every mirror's reason if none has a file; `not-writable` if the folder cannot be written to or the disk
 *   is full; `bad-option`
 *
 * @example
 * ```ts
 * import { fetchMnist, mnistCacheFolder } from '@interp/mnist/node';
 *
 * const abort = new AbortController();
 * const download = () =>
 *   fetchMnist(mnistCacheFolder(), {
 *     signal: abort.signal,
 *     onStep: ({ step, total, value }) => console.log(`${value.file}: ${step} of ${total} bytes`),
 *   });
 * ```
 */
export const fetchMnist = (folder: string, options?: FetchOptions): Promise<FetchReport> =>
  fetchFiles(folder, mnistFiles, options);
