import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { InterpError, shownPath } from '@interp/checks';
import pRetry from 'p-retry';
import { gunzip, isGzip } from '../idx/gunzip.js';
import { checkContent } from './verify-mnist.js';
import { download } from './download.js';
import type { FetchOptions, FetchStep } from './fetch-options.js';
import { MirrorError } from './download.js';
import type { MnistFile } from './mnist-files.js';
import { openPart, type PartFile } from './part-file.js';

/** Options of {@link fetchFile}. */
export interface FetchFileOptions extends Required<
  Pick<FetchOptions, 'mirrors' | 'retries' | 'retryDelay' | 'stallTimeout' | 'minRate' | 'plainHttp'>
> {
  /** Ends the work. */
  readonly signal?: AbortSignal;
  /** Called after each piece. */
  readonly onStep: (step: FetchStep) => void | Promise<void>;
}

const slack = 65_536;

const store = async (part: PartFile, bytes: Uint8Array): Promise<void> => {
  if (!isGzip(bytes) || bytes.length !== part.size()) {
    await part.clear();
    await part.append(isGzip(bytes) ? bytes : gzipSync(bytes));
  }
  await part.finish();
};

/** Takes off the compression that a mirror put around a file which is compressed itself. */
const unwrapped = async (bytes: Uint8Array, most: number): Promise<Uint8Array> => {
  const content = await gunzip(bytes, 'it', () => most).catch(() => bytes);
  return isGzip(content) ? content : bytes;
};

const attempt = async (mirror: string, file: MnistFile, part: PartFile, options: FetchFileOptions): Promise<void> => {
  const kept = part.size();
  const { stallTimeout, minRate, plainHttp, signal } = options;
  const most = file.bytes + slack;
  const encoded = await download(new URL(`${file.name}.gz`, mirror).href, part, {
    most,
    stallTimeout,
    minRate,
    plainHttp,
    signal,
    onChunk: (totalBytes) => options.onStep({ file: file.name, bytes: part.size(), totalBytes, mirror }),
  });
  const received = await part.read();
  const bytes = encoded ? await unwrapped(received, most) : received;
  const { reason } = await checkContent(file, bytes);
  if (reason === undefined) return store(part, bytes);
  await part.clear();
  throw new MirrorError(`sends another file: ${reason}`, kept > 0);
};

/**
 * Fetches one file: each mirror in turn until one sends the right bytes.
 *
 * @param folder - where it goes, as `NAME.gz`
 * @param file - which
 * @param options - mirrors, patience, signal, progress
 * @returns the mirror that had it; nothing if the signal ended the work
 * @throws `network` with every mirror's reason; `not-writable`; what `onStep` throws
 */
export async function fetchFile(
  folder: string,
  file: MnistFile,
  options: FetchFileOptions,
): Promise<string | undefined> {
  const { mirrors, retries, retryDelay, signal } = options;
  if (signal?.aborted) return undefined;
  const part = await openPart(folder, `${file.name}.gz`);
  const reasons: string[] = [];
  try {
    for (const mirror of mirrors) {
      try {
        await pRetry(() => attempt(mirror, file, part, options), {
          retries,
          minTimeout: retryDelay,
          randomize: true,
          signal,
          shouldRetry: ({ error }) => error instanceof MirrorError && error.again,
        });
        return mirror;
      } catch (error) {
        if (signal?.aborted) return undefined;
        if (!(error instanceof MirrorError)) throw error;
        reasons.push(`${new URL(mirror).host} ${error.message}`);
      }
    }
  } finally {
    await part.release();
  }
  throw new InterpError(
    'network',
    `${file.name}.gz cannot be fetched: ${reasons.join('; ')}; try again later, name another mirror, or put it into ${shownPath(join(folder, ''))} by hand`,
  );
}
