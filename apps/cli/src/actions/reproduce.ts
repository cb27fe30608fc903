import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isInterpError } from '@interp/core';
import { allClaims, allFigures, type DigitSource, type Figure } from '@interp/thesis';
import {
  chosenFigures,
  networkFacts,
  programHash,
  reportData,
  reportHtml,
  reportJson,
  runFigures,
  summaryText,
  trainedNetworks,
  trainings,
  type Entry,
  type FigureRecord,
  type Report,
  type RunSettings,
} from '@interp/thesis/node';
import { version_core as tfjs } from '@tensorflow/tfjs-core';
import type { ReproduceOptions } from '../commands/reproduce.js';
import { Interrupted, UsageError } from '../shell/failure.js';
import { openContext } from '../figures/open-context.js';
import { findData } from '../inputs/open-mnist.js';
import type { Job } from '../shell/job.js';
import type { Outcome } from '../shell/result.js';
import { checkWritable, write } from '../shell/places.js';
import { programVersion } from '../shell/program-version.js';
import { duration } from '../shell/text.js';

/** A report and what went wrong in it. */
export interface Reproduced {
  /** What is printed. */
  readonly outcome: Outcome;
  /** Numbers of the figures that failed. */
  readonly failed: readonly string[];
}

const figureWorker = new URL('../report/figure-worker.js', import.meta.url);

const find = (specifier: string): string => createRequire(import.meta.url).resolve(specifier);

const sourceOf = async ({ options, env }: Job<ReproduceOptions>): Promise<DigitSource> => {
  if (options.train && options.digits === 'drawn')
    throw new UsageError('--train trains on MNIST and --digits is drawn; expected one of them');
  if (options.digits === 'mnist' || options.train) {
    await findData({ options, env });
    return 'mnist';
  }
  if (options.digits === 'drawn') return 'drawn';
  try {
    await findData({ options, env });
    return 'mnist';
  } catch (error) {
    if (options.data !== undefined || !isInterpError(error)) throw error;
    return 'drawn';
  }
};

const settingsOf = async (job: Job<ReproduceOptions>, folder: string): Promise<RunSettings> => {
  const { train, quick, seed, backend, data, fresh } = job.options;
  return {
    folder,
    mode: train ? 'train' : quick ? 'quick' : 'full',
    seed,
    backend,
    source: await sourceOf(job),
    ...(data !== undefined && { data: resolve(data) }),
    networks: train ? trainedNetworks(folder) : {},
    version: programVersion(),
    program: fresh
      ? `${process.pid} ${Date.now()}`
      : programHash(find, [dirname(dirname(fileURLToPath(import.meta.url)))]),
  };
};

/** Draws every figure, table and claim, and writes the report. */
export const reproduce = async (job: Job<ReproduceOptions>): Promise<Reproduced> => {
  const begun = performance.now();
  const { only, lang: language, workers: wanted } = job.options;
  const folder = resolve(job.options.folder);
  const figures = chosenFigures([...allFigures, ...allClaims], only);
  await checkWritable(folder);
  const settings = await settingsOf(job, folder);
  const first = settings.mode === 'train' ? trainings(folder) : [];
  const workers = wanted === 'auto' ? Math.min(2, availableParallelism()) : wanted;
  const onRecord = (record: FigureRecord, kept: boolean): void => {
    if (record.status === 'failed') job.note(`${record.number} failed: ${record.error ?? ''}`);
    else if (kept) job.detail(`${record.number} was there already`);
    else job.detail(`${record.number} in ${duration(record.seconds)}`);
  };
  const made = async (label: string, some: readonly Figure[]): Promise<readonly FigureRecord[]> => {
    const view = job.progress(label, some.length);
    const onProgress = (done: number): void => view.update(Math.floor(done));
    try {
      return await runFigures(some, settings, {
        workers,
        around: { env: job.env, signal: job.signal, open: openContext, worker: figureWorker },
        onRecord,
        onProgress,
      });
    } finally {
      view.stop();
    }
  };
  const records: FigureRecord[] = [];
  if (first.length > 0)
    job.note(`trains ${first.length} networks first, some minutes each, with checkpoints in ${folder}`);
  if (first.length > 0) records.push(...(await made('networks', first)));
  if (!job.signal.aborted) records.push(...(await made('figures', figures)));
  if (job.signal.aborted)
    throw new Interrupted(
      `interrupted: ${records.length} of ${first.length + figures.length} figures are kept; the same command goes on`,
    );
  const of = new Map([...figures, ...first].map((figure) => [figure.number, figure]));
  const entries = records.map((record): Entry => ({ figure: of.get(record.number)!, record }));
  const report: Report = {
    language,
    mode: settings.mode,
    seed: settings.seed,
    source: settings.source,
    versions: { interp: settings.version, 'tensorflow.js': tfjs, 'node.js': process.versions.node },
    networks: await networkFacts(records, settings, find),
    entries,
    seconds: (performance.now() - begun) / 1000,
  };
  const html = join(folder, 'index.html');
  await write(html, await reportHtml(report, folder));
  await write(join(folder, 'report.json'), reportJson(report));
  return {
    outcome: { json: reportData(report), text: summaryText(report, html) },
    failed: records.filter(({ status }) => status === 'failed').map(({ number }) => number),
  };
};
