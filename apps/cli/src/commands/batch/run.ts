import * as batch from '@interp/batch';
import { once } from 'node:events';
import { InterpError } from '@interp/core';
import { brief, duration } from '@interp/report';
import type { Job, ProgressView, Result } from '../../shell/job.js';
import { table } from '../../shell/terminal/table.js';
import { inFlags } from '../../shell/flags.js';
import { engineOf, placeOf } from './engine.js';
import type { JobOptions, WorkOptions } from './options.js';

/** Computes chunks until all are done, or it is asked to stop. */
export const work = async (options: WorkOptions, job: Job): Promise<Result> => {
  const [place, engine, { concurrency: processes, untilDone = false }] = [placeOf(options), await engineOf(options), options]; // prettier-ignore
  let [view, first]: [ProgressView | undefined, number] = [undefined, 0];
  const onProgress = ({ done, chunks, rate }: batch.BatchProgress): void => {
    if (!view) [view, first] = [job.progress('chunks', chunks - done), done];
    view.update(done - first, `${first > 0 ? `${done} of ${chunks} done, ` : ''}${brief(rate)} a second`);
  };
  const summary = await batch.workOnBatch(place, { ...engine, processes, untilDone, signal: job.signal, onProgress }).finally(() => view?.stop()); // prettier-ignore
  const { done, images, duplicates, seconds, failed, error = '', isComplete, warning } = summary;
  const text = `${done} chunks, ${images} images in ${duration(seconds)}${duplicates > 0 ? `; ${duplicates} had been done by another worker` : ''}${isComplete ? '; the job is done' : ''}`;
  if (failed === 0) return { json: summary, text, warning };
  return { json: summary, text, warning, failure: new InterpError('bad-value', `${failed} chunks are set aside, the first for: ${error}`) }; // prettier-ignore
};

/** How far a job is. */
export const status = async (options: JobOptions): Promise<Result> => {
  const found = await batch.batchStatus(placeOf(options));
  const said = Object.entries(found).filter(([, value]) => value !== null && value !== false);
  return { json: found, text: table(said.map(([name, value]) => [name.replace(/[A-Z]/, (letter) => ` ${letter.toLowerCase()}`), typeof value === 'number' ? brief(value) : 'yes'])) }; // prettier-ignore
};

/** Goes on with a job; has it rest; has workers leave it. */
export const [resume, pause, cancel] = [batch.resumeBatch, batch.pauseBatch, batch.cancelBatch].map(
  (act: typeof batch.resumeBatch | typeof batch.cancelBatch) => async (options: JobOptions) => {
    await act(placeOf(options), await engineOf(options));
    return status(options);
  },
);

/** Serves a page about the queues of a Redis, until it is asked to end. */
export const board = async ({ redis, port }: JobOptions, job: Job): Promise<Result> => {
  const { url, close } = await inFlags(() => batch.openQueueBoard({ redis, port }));
  job.note(url);
  if (!job.signal.aborted) await once(job.signal, 'abort');
  await close();
  return { json: { url }, text: '' };
};

/** Puts all results together. */
export const collect = async (options: JobOptions, { signal }: Job): Promise<Result> => {
  const { job, model, results, tensors, inputs, labels, warning } = await batch.collectBatch(placeOf(options), { signal }); // prettier-ignore
  const { method, ...others } = job.options as { readonly method?: string };
  const metadata = [['model', model], ...(method === undefined ? [] : [['method', method] as const]), ['options', JSON.stringify({ seed: job.seed, ...others })]] as const; // prettier-ignore
  const shown = tensors.map(([name, { shape }]) => [name, `[${shape.join(', ')}]`]);
  const picture = job.task === 'metrics' ? undefined : () => batch.contactSheet(placeOf(options), { signal });
  return { json: results, rows: batch.tableRows(results), inputs, labels, tensors, metadata, warning, picture, text: [`${results.length} results`, table(shown), table(batch.resultTable(results))].join('\n') }; // prettier-ignore
};
