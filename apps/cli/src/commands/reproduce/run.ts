import { extname, resolve } from 'node:path';
import { InterpError, isInterpError } from '@interp/core';
import {
  report,
  reportData,
  summaryText,
  type FigureRecord,
  type NetworkPlaces,
  type ReportProgress,
} from '@interp/thesis/node';
import { findData } from '../../inputs/mnist.js';
import { withDecoder } from '../../models/decoder.js';
import { withRbm } from '../../models/rbm.js';
import { Interrupted, UsageError } from '../../shell/failure.js';
import type { Job, ProgressView, Result } from '../../shell/job.js';
import { duration } from '../../shell/text.js';
import type { ReproduceOptions } from './options.js';

/** The folder of MNIST; nothing where digits are drawn by code. */
const dataOf = async (options: ReproduceOptions, job: Job): Promise<string | undefined> => {
  if (options.train && options.digits === 'drawn')
    throw new UsageError('--train trains on MNIST and --digits is drawn; expected one of them');
  if (options.digits === 'drawn') return undefined;
  return findData(options, job).catch((error: unknown) => {
    if (options.digits === 'mnist' || options.train || options.data !== undefined || !isInterpError(error)) throw error;
    return undefined;
  });
};

/** What figures are drawn with has digits of 28 × 28 in [-1, 1] and ten classes; throws `bad-shape`. */
const checkFit = (name: string, shape: readonly number[], bounds: readonly number[], classes = 10): void => {
  if (shape.join() === '28,28,1' && bounds.join() === '-1,1' && classes === 10) return;
  throw new InterpError(
    'bad-shape',
    `${name} is for images [${shape.join(', ')}] in [${bounds.join(', ')}]${classes === 10 ? '' : ` and ${classes} classes`}; expected [28, 28, 1] in [-1, 1] and ten classes, as the thesis’ figures have`,
  );
};

/** The networks in the place of today's, each loaded once to see that it can be. */
const networksOf = async ({ model, expert, decoder }: ReproduceOptions, job: Job): Promise<NetworkPlaces> => {
  if (model ?? expert ?? decoder) await job.startBackend();
  if (model !== undefined)
    await job.withClassifier(model, ({ inputShape, bounds, classes }) =>
      checkFit('--model', inputShape, bounds, classes),
    );
  if (expert !== undefined)
    await withRbm(expert, (rbm) =>
      checkFit(
        '--expert',
        rbm.visible === 784 ? [28, 28, 1] : [rbm.visible],
        rbm.variant.continuous ? [-1, 1] : [0, 1],
      ),
    );
  if (decoder !== undefined)
    await withDecoder(decoder, ({ outputShape, bounds }) =>
      Promise.resolve(checkFit('--decoder', outputShape, bounds)),
    );
  const place = (spec: string): string => (extname(spec) === '' ? spec : resolve(spec));
  return {
    ...(model !== undefined && { classifier: place(model) }),
    ...(expert !== undefined && { expert: place(expert) }),
    ...(decoder !== undefined && { generator: place(decoder) }),
  };
};

/** Shows how far the report is, each phase by a bar of its own. */
const progressOf = (job: Job): { show: (progress: ReportProgress) => void; stop: () => void } => {
  let [phase, view]: [string, ProgressView | undefined] = ['', undefined];
  return {
    show: (progress) => {
      if (progress.phase !== phase) {
        view?.stop();
        [phase, view] = [progress.phase, job.progress(progress.phase, progress.total)];
        if (phase === 'networks')
          job.note(`trains ${progress.total} networks first, some minutes each, with checkpoints`);
      }
      view?.update(Math.floor(progress.done));
    },
    stop: () => view?.stop(),
  };
};

/** Draws every figure, table and claim, and writes the report. */
export const run = async (options: ReproduceOptions, job: Job): Promise<Result & { readonly failure?: Error }> => {
  const { only, lang: language, workers, train, quick, seed, backend, fresh, folder } = options;
  await job.checkWritable(resolve(folder));
  const onRecord = ({ number, status, error, seconds }: FigureRecord, kept: boolean): void => {
    if (status === 'failed') job.note(`${number} failed: ${error ?? ''}`);
    else if (kept) job.detail(`${number} was there already`);
    else job.detail(`${number} in ${duration(seconds)}`);
  };
  const progress = progressOf(job);
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
    networks: { today: await networksOf(options, job) },
    only,
    language,
    workers,
    fresh,
    signal: job.signal,
    onRecord,
    onProgress: progress.show,
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
