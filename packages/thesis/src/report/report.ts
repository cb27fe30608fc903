import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
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
import type { Language } from '@interp/report';
import { InterpError } from '@interp/core';
import type { Text } from '@interp/report';
import {
  drawFigures,
  programHash,
  writeReport,
  type Entry,
  type FigureRecord,
  type ReportContents,
} from '@interp/report/node';
import { version_core as tfjs } from '@tensorflow/tfjs-core';
import type { Figure } from '../figure.js';
import { thesisContextOptions, type DigitSource, type FigureMode } from '../context.js';
import { chooseFigures } from '../figures.js';
import { columnNames } from '../networks.js';
import type { ContextSettings } from '../node-context.js';
import { trainedNetworks, trainings } from './trainings.js';
import { openContexts } from './drawing.js';
import { thesisLayout } from './layout.js';
import { networkFacts } from './network-facts.js';

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

const modes: Readonly<Record<FigureMode, Text>> = {
  quick: {
    en: 'quick run: shipped networks, small samples',
    es: 'corrida rápida: redes incluidas, muestras pequeñas',
  },
  full: {
    en: 'full run: shipped networks, full samples',
    es: 'corrida completa: redes incluidas, muestras completas',
  },
  train: { en: 'all networks trained from scratch', es: 'todas las redes entrenadas desde cero' },
};

const sources: Readonly<Record<DigitSource, Text>> = {
  mnist: { en: 'digits of MNIST', es: 'dígitos de MNIST' },
  drawn: {
    en: 'MNIST is not here: digits drawn by code stand in for it',
    es: 'MNIST no está aquí: la sustituyen dígitos dibujados por programa',
  },
};

const seedWords = (seed: number) => ({
  text: { en: `seed ${seed}`, es: `semilla ${seed}` },
  label: { en: 'seed', es: 'semilla' },
});

const here = fileURLToPath(import.meta.url);
const manifest = join(dirname(here), '..', '..', 'package.json');

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
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version: string };
  if (mode === 'train' && data === undefined)
    throw new InterpError('bad-option', 'data is missing; expected the folder of MNIST, which networks are trained on');
  const figures = chooseFigures(only);
  if (given.folder === '') throw new InterpError('bad-option', 'folder is empty; expected the path of a folder');
  const folder = resolve(given.folder);
  const inputs: ContextSettings = {
    mode,
    seed,
    backend,
    data: data === undefined ? undefined : resolve(data),
    networks: mode === 'train' ? withTrained(folder, networks) : networks,
  };
  const program = fresh ? `${process.pid} ${Date.now()}` : programHash(manifest, dirname(dirname(here)));
  const settings = { folder, columns: thesisLayout.columns, inputs, program };
  const first = mode === 'train' ? trainings(folder) : [];
  const run = (phase: ReportProgress['phase'], some: readonly Figure[]): Promise<readonly FigureRecord[]> =>
    drawFigures(some, settings, {
      open: openContexts(inputs),
      thread: new URL('./figure-worker.js', import.meta.url),
      workers: workers === 'auto' ? Math.min(2, availableParallelism()) : workers,
      signal,
      onRecord,
      onProgress: (done) => onProgress?.({ phase, done, total: some.length }),
    });
  const records = [...(first.length > 0 ? await run('networks', first) : [])];
  if (!signal.aborted) records.push(...(await run('figures', figures)));
  const total = first.length + figures.length;
  if (signal.aborted) return { file: join(folder, 'index.html'), records, total };
  const byNumber = new Map([...figures, ...first].map((figure) => [figure.number, figure]));
  const source = data === undefined ? 'drawn' : 'mnist';
  const contents: ReportContents = {
    layout: thesisLayout,
    language,
    facts: [
      { name: 'mode', value: mode, text: modes[mode] },
      { name: 'source', value: source, text: sources[source] },
      { name: 'seed', value: seed, ...seedWords(seed) },
    ],
    versions: { interp: version, 'tensorflow.js': tfjs, 'node.js': process.versions.node },
    networks: await networkFacts(records, inputs),
    entries: records.map((record): Entry => ({ figure: byNumber.get(record.number)!, record })),
    seconds: (performance.now() - begun) / 1000,
  };
  return { report: contents, file: await writeReport(contents, folder), records, total };
};
