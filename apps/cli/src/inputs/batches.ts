import { mapBatches, type BatchStep, type BatchWork, type Images, type MappedImages } from '@interp/images';
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
 * @param batchSize - how many in a batch
 * @param label - what is being done
 * @param job - the command at work
 * @param work - does one batch
 * @throws Interrupted where none of them is done
 */
export const inBatches = async <Row>(
  images: Images,
  batchSize: number,
  label: string,
  job: Pick<Job, 'signal' | 'note' | 'progress'>,
  work: BatchWork<Row>,
): Promise<MappedImages<Row>> => {
  const { signal } = job;
  if (signal.aborted) reportDone(0, images.size, job);
  const view = job.progress(label, images.size);
  const onStep = ({ value }: { readonly value: BatchStep }): void => view.update(value.done);
  const found = await mapBatches(images, work, { batchSize, signal, onStep }).finally(() => view.stop());
  reportDone(found.n, images.size, job);
  return found;
};
