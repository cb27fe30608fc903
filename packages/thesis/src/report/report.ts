import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import {
  boolean,
  callback,
  checkedBy,
  checkNumber,
  checkObject,
  choice,
  list,
  optionsTable,
  text,
} from '@interp/checks';
import { InterpError } from '@interp/core';
import { version_core as tfjs } from '@tensorflow/tfjs-core';
import { thesisContextOptions, type FigureMode } from '../context.js';
import type { Figure } from '../figure.js';
import { chooseFigures } from '../figures.js';
import type { Language } from '../language.js';
import { columnNames } from '../networks.js';
import type { ContextSettings } from '../node-context.js';
import { trainedNetworks, trainings } from '../training/trainings.js';
import type { Entry, ReportContents } from './contents.js';
import { writeIn } from './files.js';
import { networkFacts } from './network-facts.js';
import { reportHtml } from './page/report-html.js';
import { reportJson } from './report-json.js';
import { programHash, programVersion } from './run/program.js';
import type { FigureRecord, RunSettings } from './run/records.js';
import { runFigures } from './run/run-figures.js';

type Given = NonNullable<ContextSettings['networks']>;

/** Options of the report. */
export interface ReportOptions extends Pick<ContextSettings, 'seed' | 'backend' | 'data' | 'networks'> {
  /** The folder that it is written into: `index.html`, `report.json`, and each figure and its raw data as files. */
  readonly folder: string;
  /** How much work to do; `train` trains the networks of both columns first. Default `full`. */
  readonly mode?: FigureMode;
  /** Only these: numbers, `figures` or `claims`. Default all. */
  readonly only?: readonly string[];
  /** Its language. Default `en`. */
  readonly language?: Language;
  /** Figures drawn at the same time, each in a thread with its own backend; `auto` is one per core, at most 2. Default `auto`. */
  readonly workers?: number | 'auto';
  /** Whether to draw again what an earlier run has drawn. Default false. */
  readonly fresh?: boolean;
  /** Ends the work; figures that are done stay for the next run. */
  readonly signal?: AbortSignal;
  /** Called for each figure that is done, failed, or was already there (`kept`). */
  readonly onRecord?: (record: FigureRecord, kept: boolean) => void;
  /** Called with the progress: the fraction of the trainings, then of the figures, that is done. */
  readonly onProgress?: (progress: ReportProgress) => void;
}

/** Checks and defaults of {@link ReportOptions}. */
export const reportOptions = optionsTable<ReportOptions>()({
  folder: text({ required: true }),
  mode: choice(['quick', 'full', 'train'], { default: 'full' }),
  seed: thesisContextOptions.rules.seed,
  backend: thesisContextOptions.rules.backend,
  data: text(),
  networks: checkedBy<Given>(checkObject, { default: {} }),
  only: list<readonly string[]>(),
  language: choice(['en', 'es'], { default: 'en' }),
  workers: checkedBy<number | 'auto'>(
    (name, value) => {
      if (value !== 'auto') checkNumber(name, value, { min: 1, integer: true });
    },
    { default: 'auto' },
  ),
  fresh: boolean({ default: false }),
  signal: thesisContextOptions.rules.signal,
  onRecord: callback(),
  onProgress: callback(),
});

/** Progress of a report. */
export interface ReportProgress {
  /** The current phase. */
  readonly phase: 'networks' | 'figures';
  /** How many are done, parts of those under way included. */
  readonly done: number;
  /** How many there are. */
  readonly total: number;
}

/** The result of a report. */
export interface ReportResult {
  /** The report; undefined if it was stopped before its end. */
  readonly report?: ReportContents;
  /** Its page. */
  readonly file: string;
  /** The figures that are done. */
  readonly records: readonly FigureRecord[];
  /** How many there are to be. */
  readonly total: number;
}

/** The networks that are trained first, but those for which others are given. */
const withTrained = (folder: string, given: Given): Given => {
  const trained = trainedNetworks(folder);
  return Object.fromEntries(columnNames.map((name) => [name, { ...trained[name], ...given[name] }]));
};

/**
 * Draws every figure, table and claim of the thesis, and writes the report. The error of a figure that fails is shown in its place. Figures that an
 * earlier run drew with the same settings are reused from the folder.
 *
 * @param options - folder, how much, which figures
 * @returns the report, and the record of each figure
 * @throws InterpError `bad-option` for an unknown figure, `not-writable`
 *
 * @example
 * ```ts
 * import { report } from '@interp/thesis/node';
 *
 * const { file } = await report({ folder: 'out/thesis', mode: 'quick', only: ['3.3'] });
 * console.log(file); // …/out/thesis/index.html
 * ```
 */
export const report = async (options: ReportOptions): Promise<ReportResult> => {
  const given = reportOptions.withDefaults(options);
  const { mode, seed, backend, data, networks, only, language, workers, fresh, onRecord, onProgress } = given;
  const { signal = new AbortController().signal } = given;
  const begun = performance.now();
  if (mode === 'train' && data === undefined)
    throw new InterpError('bad-option', 'data is missing; expected the folder of MNIST, which networks are trained on');
  const figures = chooseFigures(only);
  if (given.folder === '') throw new InterpError('bad-option', 'folder is empty; expected the path of a folder');
  const folder = resolve(given.folder);
  const settings: RunSettings = {
    folder,
    mode,
    seed,
    backend,
    data: data === undefined ? undefined : resolve(data),
    networks: mode === 'train' ? withTrained(folder, networks) : networks,
    version: programVersion(),
    program: fresh ? `${process.pid} ${Date.now()}` : programHash(),
  };
  const first = mode === 'train' ? trainings(folder) : [];
  const threads = workers === 'auto' ? Math.min(2, availableParallelism()) : workers;
  const run = (phase: ReportProgress['phase'], some: readonly Figure[]): Promise<readonly FigureRecord[]> =>
    runFigures(some, settings, {
      workers: threads,
      signal,
      onRecord,
      onProgress: (done) => onProgress?.({ phase, done, total: some.length }),
    });
  const records = [...(first.length > 0 ? await run('networks', first) : [])];
  if (!signal.aborted) records.push(...(await run('figures', figures)));
  const [file, total] = [join(folder, 'index.html'), first.length + figures.length];
  if (signal.aborted) return { file, records, total };
  const byNumber = new Map([...figures, ...first].map((figure) => [figure.number, figure]));
  const entries = records.map((record): Entry => ({ figure: byNumber.get(record.number)!, record }));
  const contents: ReportContents = {
    language,
    mode,
    seed,
    source: data === undefined ? 'drawn' : 'mnist',
    versions: { interp: settings.version, 'tensorflow.js': tfjs, 'node.js': process.versions.node },
    networks: await networkFacts(records, settings),
    entries,
    seconds: (performance.now() - begun) / 1000,
  };
  await writeIn(folder, file, await reportHtml(contents, folder));
  await writeIn(folder, join(folder, 'report.json'), reportJson(contents));
  return { report: contents, file, records, total };
};
