import { resolve } from 'node:path';
import { InterpError } from '@interp/core';
import { report, reportData, summaryText, type FigureRecord, type ReportProgress } from '@interp/thesis/node';
import { duration } from '@interp/report';
import { findData, findDataIfThere } from '../../inputs/mnist.js';
import { thesisNetworks } from '../../models/thesis-networks.js';
import { Interrupted, UsageError } from '../../shell/failure.js';
import type { Job, Result } from '../../shell/job.js';
import { phases } from '../../shell/terminal/progress.js';
import type { ReproduceOptions } from './options.js';

/** The folder of MNIST; nothing where digits are drawn by code. */
const dataOf = async (options: ReproduceOptions, job: Job): Promise<string | undefined> => {
  if (options.train && options.digits === 'drawn')
    throw new UsageError('--train trains on MNIST and --digits is drawn; expected one of them');
  if (options.digits === 'drawn') return undefined;
  return (options.digits === 'mnist' || options.train ? findData : findDataIfThere)(options, job);
};

/** Draws every figure, table and claim, and writes the report. */
export const run = async (options: ReproduceOptions, job: Job): Promise<Result> => {
  const { only, lang: language, workers, train, quick, seed, backend, fresh, out: folder = 'out/thesis' } = options;
  await job.checkWritable(resolve(folder));
  const onRecord = ({ number, status, error, seconds }: FigureRecord, kept: boolean): void => {
    if (status === 'failed') job.note(`${number} failed: ${error ?? ''}`);
    else if (kept) job.detail(`${number} was there already`);
    else job.detail(`${number} in ${duration(seconds)}`);
  };
  const progress = phases(job);
  const onProgress = ({ phase, done, total: of }: ReportProgress): void => {
    if (progress.show(phase, Math.floor(done), of) && phase === 'networks')
      job.note(`trains ${of} networks first, some minutes each, with checkpoints`);
  };
  const {
    report: contents,
    records,
    total,
    file,
  } = await report({
    folder,
    mode: train ? 'train' : quick ? 'quick' : 'full',
    seed,
    backend,
    data: await dataOf(options, job),
    networks: { today: await thesisNetworks(options, job) },
    only,
    language,
    workers,
    fresh,
    signal: job.signal,
    onRecord,
    onProgress,
  }).finally(progress.stop);
  if (!contents)
    throw new Interrupted(`interrupted: ${records.length} of ${total} figures are kept; the same command goes on`);
  const failed = records.filter(({ status }) => status === 'failed').map(({ number }) => number);
  const failure = new InterpError(
    'bad-value',
    `${failed.length} of the figures failed (${failed.join(', ')}); the report says why in their place`,
  );
  return {
    json: reportData(contents),
    text: summaryText(contents, file),
    failure: failed.length > 0 ? failure : undefined,
  };
};
