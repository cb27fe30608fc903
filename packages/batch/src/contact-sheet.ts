import { InterpError, number, optionsTable, withFunctions } from '@interp/checks';
import { concatFloats } from '@interp/core/internal';
import { readSafetensors } from '@interp/files';
import { heatmapGrid, type HeatmapSeries } from '@interp/viz';
import { readStored } from './computing/chunk-images.js';
import type { ChunkRecord } from './computing/chunk-record.js';
import { pagesOf } from './job/pages.js';
import { readJob } from './job/stored-job.js';
import { recordsOfPage } from './manifest.js';
import { openStorage } from './storage/open-storage.js';
import type { JobStorage } from './storage/job-storage.js';
import { certaintyOf, foundIn } from './result-table.js';
import { resultPicture, type ResultPicture } from './results/result-picture.js';
import type { TaskRow } from './tasks/task.js';

/** Options of {@link contactSheet}. */
export interface ContactSheetOptions {
  /** Images of each kind, 1 to 100. Default 10. */
  readonly count?: number;
  /** Ends it early. */
  readonly signal?: AbortSignal;
}

const contactSheetOptions = optionsTable<ContactSheetOptions>()({
  count: number({ integer: true, min: 1, max: 100, default: 10 }),
  signal: withFunctions<AbortSignal>(['throwIfAborted']),
});

/** An image that may be shown, and where it is. */
interface Candidate {
  readonly row: TaskRow;
  readonly certainty: number;
  readonly shard: ChunkRecord['shard'];
  /** Its place in the tensors of its chunk. */
  readonly at: number;
}

/** Those of a chunk that have an image. */
const candidatesIn = ({ results, shard }: ChunkRecord): readonly Candidate[] =>
  results
    .filter((row) => row['error'] === undefined && row['rejected'] === undefined)
    .flatMap((row, at) => {
      const certainty = certaintyOf(row);
      return certainty === undefined ? [] : [{ row, certainty, shard, at }];
    });

/** The most certain of all first, and the least certain; those of equal certainty in the order of the inputs. */
const extremes = async (pages: AsyncIterable<readonly (ChunkRecord | undefined)[]>, count: number) => {
  let [most, least]: [readonly Candidate[], readonly Candidate[]] = [[], []];
  for await (const records of pages)
    for (const record of records) {
      const some = record ? candidatesIn(record) : [];
      most = [...most, ...some].sort((a, b) => b.certainty - a.certainty).slice(0, count);
      least = [...least, ...some].sort((a, b) => a.certainty - b.certainty).slice(0, count);
    }
  return { most, least };
};

async function* pagesOfResults(storage: JobStorage, job: Parameters<typeof recordsOfPage>[1], signal?: AbortSignal) {
  for (let page = 0; page < pagesOf(job); page++) {
    signal?.throwIfAborted();
    yield await recordsOfPage(storage, job, page);
  }
}

const captionOf = ({ row, certainty }: Candidate): string => `${foundIn(row).slice(0, 16)} ${certainty.toPrecision(3)}`;

/** The candidates of each shard, so that it is read once. */
const byShard = (all: readonly Candidate[]): ReadonlyMap<Candidate['shard'], readonly Candidate[]> => {
  const found = new Map<Candidate['shard'], Candidate[]>();
  for (const candidate of all) found.set(candidate.shard, [...(found.get(candidate.shard) ?? []), candidate]);
  return found;
};

/**
 * Draws the images that the network is most and least certain of, with their maps where the job explains, as far as the job is done. Shards are read one
 * by one, and of a job of any size only those that are shown.
 *
 * @param place - where the job is
 * @param options - how many images
 * @returns an SVG document; `svgToPng` of `@interp/viz/node` makes a PNG of it
 * @throws InterpError `not-found` without a job or a result, `unsupported-model` where results are no pictures, as those of metrics, `bad-checksum`
 */
export const contactSheet = async (place: string, options: ContactSheetOptions = {}): Promise<string> => {
  const { count, signal } = contactSheetOptions.withDefaults(options);
  const storage = await openStorage(place);
  const job = await readJob(storage);
  const found = await extremes(pagesOfResults(storage, job, signal), count);
  if (found.most.length === 0)
    throw new InterpError('not-found', `no chunk of the job in ${place} is done; expected some, by interp batch work`);
  const shown = new Map<Candidate, ResultPicture>();
  for (const [{ file, sha256 }, candidates] of byShard([...found.most, ...found.least])) {
    const { tensors } = readSafetensors(await readStored(storage, file, sha256));
    for (const candidate of candidates) shown.set(candidate, resultPicture(job, tensors, candidate.at));
  }
  const seriesOf = (title: string, candidates: readonly Candidate[]): HeatmapSeries => {
    const all = candidates.map((candidate) => shown.get(candidate)!);
    const maps = all.flatMap(({ map }) => (map ? [map] : []));
    const batch = (some: readonly Float32Array[]) => ({
      data: concatFloats(some),
      shape: [some.length, ...all[0].shape],
    });
    return {
      title,
      images: { ...batch(all.map(({ image }) => image)), range: [-1, 1] },
      ...(maps.length === all.length && { maps: batch(maps) }),
      captions: candidates.map(captionOf),
    };
  };
  return heatmapGrid([seriesOf('most certain', found.most), seriesOf('least certain', found.least)], {
    columns: count,
    limit: 'own',
  });
};
