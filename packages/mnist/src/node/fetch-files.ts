import { InterpError } from '@interp/core';
import { checkedOptions, checkList, checkNumber, shownValue } from '@interp/core/internal';
import { fetchFile } from './fetch-file.js';
import {
  mnistMirrors,
  type FetchedFile,
  type FetchOptions,
  type FetchReport,
  type FetchStep,
} from './fetch-options.js';
import type { MnistFile } from './mnist-files.js';
import { verifyFile } from './verify-mnist.js';

const folderUrl = (mirror: string): string => {
  const url = typeof mirror === 'string' && URL.canParse(mirror) ? new URL(mirror) : undefined;
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') {
    throw new InterpError('bad-option', `${shownValue(mirror)} is no mirror; expected an http or https address`);
  }
  return url.href.endsWith('/') ? url.href : `${url.href}/`;
};

/**
 * Fetches files that are not there yet, or not right.
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
  const {
    mirrors = mnistMirrors,
    retries = 3,
    retryDelay = 1000,
    stallTimeout = 20_000,
    onStep,
    signal,
  } = checkedOptions(options);
  checkNumber('retries', retries, { min: 0, max: 100, integer: true });
  checkNumber('retryDelay', retryDelay, { min: 0 });
  checkNumber('stallTimeout', stallTimeout, { above: 0, max: 2 ** 31 - 1 });
  checkList('mirrors', mirrors);
  const urls = Array.from(mirrors, folderUrl);
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
    const options = { mirrors: urls, retries, retryDelay, stallTimeout, signal, onStep: report };
    const mirror = await fetchFile(folder, file, options);
    done.push({ name: file.name, status: mirror === undefined ? 'missing' : 'fetched', mirror });
  }
  return { complete: done.every(({ status }) => status !== 'missing'), files: done };
}
