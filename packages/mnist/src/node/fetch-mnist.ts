import { checkGivenText, InterpError, shownValue } from '@interp/checks';
import { fetchFile } from './fetch-file.js';
import {
  fetchOptions,
  type FetchedFile,
  type FetchOptions,
  type FetchReport,
  type FetchStep,
} from './fetch-options.js';
import { mnistFiles, type MnistFile } from './mnist-files.js';
import { verifyFile } from './verify-mnist.js';

const folderUrl = (mirror: string, plainHttp: boolean): string => {
  const url = typeof mirror === 'string' && URL.canParse(mirror) ? new URL(mirror) : undefined;
  if (url?.protocol === 'http:' && !plainHttp)
    throw new InterpError(
      'bad-option',
      `the mirror ${shownValue(mirror)} is not encrypted; expected an https address; plainHttp (--plain-http) takes it all the same`,
    );
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') {
    throw new InterpError('bad-option', `${shownValue(mirror)} is no mirror; expected an https address`);
  }
  return url.href.endsWith('/') ? url.href : `${url.href}/`;
};

/**
 * Downloads files that are missing or wrong.
 *
 * @param folder - where they go; made if it is not there
 * @param files - which
 * @param options - mirrors, patience, progress, signal
 * @returns what became of each
 * @throws as {@link fetchMnist}
 */
export async function fetchFiles(
  folder: string,
  files: readonly MnistFile[],
  options: FetchOptions = {},
): Promise<FetchReport> {
  const { mirrors, onStep, signal, ...limits } = fetchOptions.withDefaults(options);
  const urls = Array.from(mirrors, (mirror) => folderUrl(mirror, limits.plainHttp));
  if (urls.length === 0) throw new InterpError('bad-option', 'there is no mirror; expected at least one');

  const start = performance.now();
  const lengths = new Map(files.map((file) => [file.name, { here: 0, total: file.compressedBytes }]));
  let kept: number | undefined;
  const report = async (value: FetchStep): Promise<void> => {
    const { total: estimate } = lengths.get(value.file)!;
    lengths.set(value.file, { here: value.bytes, total: value.totalBytes ?? Math.max(estimate, value.bytes) });
    const sum = (key: 'here' | 'total'): number => [...lengths.values()].reduce((all, file) => all + file[key], 0);
    const [step, total, seconds] = [sum('here'), sum('total'), (performance.now() - start) / 1000];
    kept ??= step;
    const secondsLeft = step > kept ? (seconds / (step - kept)) * (total - step) : undefined;
    await onStep?.({ step, total, seconds, secondsLeft, value });
  };

  const done: FetchedFile[] = [];
  for (const file of files) {
    const { status, storedBytes } = await verifyFile(folder, file);
    if (status === 'ok') {
      lengths.set(file.name, { here: storedBytes, total: storedBytes });
      done.push({ name: file.name, status: 'present' });
      continue;
    }
    const options = { ...limits, mirrors: urls, signal, onStep: report };
    const mirror = await fetchFile(folder, file, options);
    done.push({ name: file.name, status: mirror === undefined ? 'missing' : 'fetched', mirror });
  }
  return { complete: done.every(({ status }) => status !== 'missing'), files: done };
}

/**
 * Downloads the four files of MNIST, 11.6 MB, unless they exist already. A file gets its name only after its length and
 * the MD5 of its uncompressed bytes have been checked; an interrupted download is resumed, also by a later call; a mirror that
 * sends anything else is skipped. Several processes may do this in the same folder at once.
 *
 * @param folder - where they go, as `NAME.gz`; made if it is not there
 * @param options - mirrors, patience, progress, signal
 * @returns the outcome for each file; after an abort, with `complete: false`
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
export const fetchMnist = (folder: string, options?: FetchOptions): Promise<FetchReport> => {
  checkGivenText('the folder', folder, 'a path');
  return fetchFiles(folder, mnistFiles, options);
};
