import { InterpError } from '@interp/checks';
import { readRecord, type FoundRecord } from './computing/chunk-record.js';
import { readPage } from './job/chunks.js';
import { sha256 } from './job/hash.js';
import { pageName, pagesOf } from './job/pages.js';
import type { StoredFile } from './job/piece.js';
import type { StoredJob } from './job/stored-job.js';
import { without } from './without.js';
import type { JobStorage } from './storage/job-storage.js';

/** What closes a job: which files its results are in, with their checksums. */
export interface BatchManifest {
  /** The hash of the job. */
  readonly job: string;
  /** Chunks in all. */
  readonly chunks: number;
  /** Images in all. */
  readonly images: number;
  /** The lists of shards, `manifest/00000.json` …, a hundred each, in order. */
  readonly pages: readonly StoredFile[];
}

/** A chunk in a list of shards: its record but for the results, and the file that has them. */
export type ManifestEntry = Omit<FoundRecord, 'results'>;

/** The records of all chunks of a page that are done. */
export const recordsOfPage = async (
  storage: JobStorage,
  job: StoredJob,
  page: number,
): Promise<readonly (FoundRecord | undefined)[]> =>
  Promise.all((await readPage(storage, job, page)).map((chunk) => readRecord(storage, chunk)));

/**
 * Closes a job whose chunks are all done: lists the files of its results with their checksums.
 *
 * @returns whether it is closed; false where a chunk is missing
 */
export const closeBatch = async (storage: JobStorage, job: StoredJob): Promise<boolean> => {
  if (await storage.read('manifest.json')) return true;
  const pages: StoredFile[] = [];
  let images = 0;
  for (let page = 0; page < pagesOf(job); page++) {
    const entries: ManifestEntry[] = [];
    for (const record of await recordsOfPage(storage, job, page)) {
      if (!record) return false;
      entries.push(without(record, 'results'));
      images += record.images;
    }
    const [file, text] = [`manifest/${pageName(page)}.json`, `${JSON.stringify(entries, undefined, 1)}\n`];
    await storage.replace(file, text);
    pages.push({ file, sha256: sha256(text) });
  }
  const manifest: BatchManifest = { job: job.job, chunks: job.chunks, images, pages };
  await storage.create('manifest.json', `${JSON.stringify(manifest, undefined, 1)}\n`);
  return true;
};

/** Refuses a job of which chunks are missing; throws InterpError `not-found`. */
export const refuseMissing = (missing: number, { chunks }: Pick<StoredJob, 'chunks'>): never => {
  throw new InterpError(
    'not-found',
    `${missing} of ${chunks} chunks are not done; have them done by interp batch work --until-done, after interp batch resume where some are set aside`,
  );
};
