import * as batch from '@interp/batch';
import { InterpError } from '@interp/core';
import { brief, duration } from '@interp/report';
import type { Job, ProgressView, Result } from '../../shell/job.js';
import { table } from '../../shell/terminal/table.js';
import { engineOf, placeOf } from './engine.js';
import type { JobOptions, WorkOptions } from './options.js';

/** Shows how far all workers are. */
const progressOf = (job: Job) => {
  let [view, first, start]: [ProgressView | undefined, number, number] = [undefined, 0, performance.now()];
  return {
    show: ({ done, chunks }: batch.BatchProgress): void => {
      if (!view) [view, first, start] = [job.progress('chunks', chunks - done), done, performance.now()];
      const rate = (done - first) / ((performance.now() - start) / 1000 || 1);
      view.update(done - first, `${done} of ${chunks} done, ${brief(rate)} a second`);
    },
    stop: () => view?.stop(),
  };
};

/** Computes chunks until all are done, or it is asked to stop. */
export const work = async (options: WorkOptions, job: Job): Promise<Result> => {
  const [place, engine] = [placeOf(options), await engineOf(options, job)];
  const { concurrency: processes, untilDone = false } = options;
  const { show, stop } = progressOf(job);
  const summary = await batch
    .workOnBatch(place, { ...engine, processes, untilDone, signal: job.signal, onProgress: show })
    .finally(stop);
  const { done, images, duplicates, seconds, failed, error = '', isComplete } = summary;
  const text = `${done} chunks, ${images} images in ${duration(seconds)}${duplicates > 0 ? `; ${duplicates} had been done by another worker` : ''}${isComplete ? '; the job is done' : ''}`;
  if (failed === 0) return { json: summary, text };
  return { json: summary, text, failure: new InterpError('bad-value', `${failed} chunks are set aside, the first for: ${error}`) }; // prettier-ignore
};

/** How far a job is. */
export const status = async (options: JobOptions): Promise<Result> => {
  const found = await batch.batchStatus(placeOf(options));
  const said = Object.entries(found).filter(([, value]) => value !== null && value !== false);
  return { json: found, text: table(said.map(([name, value]) => [name, typeof value === 'number' ? brief(value) : 'yes'])) }; // prettier-ignore
};

const then =
  (act: (place: string, queue: Awaited<ReturnType<typeof engineOf>>) => Promise<unknown>) =>
  async (options: JobOptions, job: Job): Promise<Result> => {
    await act(placeOf(options), await engineOf(options, job));
    return status(options);
  };

/** Goes on with a job; has it rest; has workers leave it. */
export const [resume, pause, cancel] = [batch.resumeBatch, batch.pauseBatch, batch.cancelBatch].map(then);

/** Puts all results together. */
export const collect = async (options: JobOptions, { signal }: Job): Promise<Result> => {
  const { job, model, results, tensors, inputs, labels } = await batch.collectBatch(placeOf(options), { signal });
  const { method, ...others } = job.options as { readonly method?: string };
  const metadata = [['model', model], ...(method === undefined ? [] : [['method', method] as const]), ['options', JSON.stringify({ seed: job.seed, ...others })]] as const; // prettier-ignore
  const shown = tensors.map(([name, { shape }]) => [name, `[${shape.join(', ')}]`]);
  const picture = job.task === 'metrics' ? undefined : () => batch.contactSheet(placeOf(options), { signal });
  return { json: results, rows: results, inputs, labels, tensors, metadata, picture, text: [`${results.length} results`, table(shown), table(batch.resultTable(results))].join('\n') }; // prettier-ignore
};
