import type { DriveOptions } from '@interp/core';
import type { BatchStep, Images } from '@interp/images';
import { Interrupted } from '../shell/failure.js';
import type { Job } from '../shell/job.js';

/** Says what an interruption kept; throws Interrupted where it is nothing. */
const reportDone = (done: number, total: number, { note }: Pick<Job, 'note'>): void => {
  if (done === 0 && total > 0) throw new Interrupted('interrupted before any image was done');
  if (done < total) note(`interrupted: ${done} of ${total} images are done`);
};

/**
 * Works through many images a batch at a time, showing how far it is, until the end or an interruption.
 *
 * @param images - the images
 * @param label - what is being done
 * @param job - the command at work
 * @param work - does it, given the `onStep` and `signal` of `mapBatches`
 * @throws Interrupted where none of them is done
 */
export const inBatches = async <Found extends { readonly n: number }>(
  { size }: Images,
  label: string,
  job: Pick<Job, 'signal' | 'note' | 'progress'>,
  work: (driving: DriveOptions<BatchStep>) => Promise<Found>,
): Promise<Found> => {
  const { signal } = job;
  if (signal.aborted) reportDone(0, size, job);
  const view = job.progress(label, size);
  const found = await work({ signal, onStep: ({ value }) => view.update(value.done, value.within) }).finally(() =>
    view.stop(),
  );
  reportDone(found.n, size, job);
  return found;
};
