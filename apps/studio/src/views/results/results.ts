import {
  bySureness,
  openBatchResults,
  type BatchResults,
  type ResultPicture,
  type ResultRow,
} from '@interp/batch/page';
import { isInterpError } from '@interp/checks';
import { enlarged } from '../../compute/enlarged.js';
import { greyOf } from '../../compute/grey-of.js';
import { heatOnInput } from '../../compute/heat-of.js';
import type { JobFiles } from '../../compute/job-files.js';
import type { Rgba } from '../../compute/pictures.js';
import { pixelsRgba } from '../../parts/pictures/grey-rgba.js';
import type { ViewValues } from '../../state/studio-state.js';
import { atOnce } from './results-parameters.js';

/** A result as it is shown. */
export interface ShownResult extends Pick<ResultRow, 'input' | 'label' | 'found' | 'certainty'> {
  /** Its picture, with the map over it where there is one; undefined where the results have none. */
  readonly picture: Rgba | undefined;
  /** The sum of its map, where it has one. */
  readonly total: number | undefined;
  /** Its numbers by the names of their tensors. */
  readonly values: Readonly<Record<string, { readonly shape: readonly number[]; readonly data: Float32Array }>>;
  /** Why there is no result or no picture. */
  readonly error: string | undefined;
}

/** A page of the results of a batch. */
export interface ResultsPage {
  /** What was done. */
  readonly task: string;
  /** What people call the model. */
  readonly model: string;
  /** Results in all. */
  readonly count: number;
  /** Those of them that could not be computed. */
  readonly failed: number;
  /** What to know before using them. */
  readonly warning: string | undefined;
  /** Why maps that are shown do not sum to the score that they explain: what LRP gives to no pixel, or a method that promises nothing; undefined where they do. */
  readonly apart: 'lrp' | 'method' | undefined;
  /** Those that are shown. */
  readonly shown: readonly ShownResult[];
}

/** How far reading is: results so far, and estimated seconds left. */
export type OnRead = (count: number, secondsLeft: number) => void;

let held: { readonly id: number; readonly results: Promise<BatchResults> } | undefined;

/** The results of some files, read once. */
const resultsOf = ({ id, files }: JobFiles, onRead: OnRead): Promise<BatchResults> => {
  if (held?.id === id) return held.results;
  const byPath = new Map(files.map(({ path, file }) => [path, file]));
  // Files that were opened one by one have no folders.
  const fileOf = (name: string): File | undefined => byPath.get(name) ?? byPath.get(name.replace(/^.*\//s, ''));
  const read = async (name: string): Promise<Uint8Array | undefined> => {
    const file = fileOf(name);
    return file && new Uint8Array(await file.arrayBuffer());
  };
  const results = openBatchResults({ read }, { onStep: ({ value, secondsLeft = 0 }) => onRead(value, secondsLeft) });
  held = { id, results };
  // What could not be read is tried again the next time.
  results.catch(() => {
    if (held?.id === id) held = undefined;
  });
  return results;
};

const sumOf = (values: Float32Array): number => values.reduce((sum, value) => sum + value, 0);

const pictureOf = ({ shape, image, map }: ResultPicture): Rgba => {
  const seen = pixelsRgba(greyOf(image, [-1, 1]), shape[1], shape[2] === 3 ? 3 : 1);
  return map ? heatOnInput(map, shape, seen) : enlarged(seen);
};

const shownOf = (
  { input, label, found, certainty, error }: ResultRow,
  picture: Awaited<ReturnType<BatchResults['pictures']>>[number],
): ShownResult => {
  const row = { input, label, found, certainty };
  if (isInterpError(picture)) {
    // Some tasks have none, as metrics: that is no fault.
    const why = picture.code === 'unsupported-model' ? undefined : picture.message;
    return { ...row, picture: undefined, total: undefined, values: {}, error: error ?? why };
  }
  const { shape, image, map } = picture;
  const values = { images: { shape, data: image }, ...(map && { relevance: { shape, data: map } }) };
  return { ...row, picture: pictureOf(picture), total: map && sumOf(map), values, error };
};

/** A map sums to its score where it differs by less than this share of it. */
const tolerance = 0.05;

/** Why maps do not sum to their scores, where some do not. */
const apartOf = (options: unknown, shown: readonly ShownResult[]): ResultsPage['apart'] => {
  const isApart = ({ certainty, total }: ShownResult): boolean =>
    certainty !== undefined && total !== undefined && Math.abs(total - certainty) > tolerance * Math.abs(certainty);
  if (!shown.some(isApart)) return undefined;
  const { method = 'lrp' } = Object(options) as { readonly method?: unknown };
  return method === 'lrp' ? 'lrp' : 'method';
};

/** Some results of a batch, by how sure the network is of them. */
export const resultsPage = async (
  { first, from }: ViewValues<'results'>,
  files: JobFiles,
  onRead: OnRead,
): Promise<ResultsPage> => {
  const { job, model, rows, warning, pictures } = await resultsOf(files, onRead);
  const some = bySureness(rows, first).slice(from, from + atOnce);
  const found = await pictures(some);
  const shown = some.map((row, i) => shownOf(row, found[i]));
  return {
    ...{ task: job.task, model, warning, shown },
    count: rows.length,
    failed: rows.filter(({ error }) => error !== undefined).length,
    apart: apartOf(job.options, shown),
  };
};
