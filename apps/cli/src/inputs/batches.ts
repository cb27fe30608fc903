import { sizeOfShape } from '@interp/core/internal';
import type { Images } from '@interp/images';
import type * as tf from '@tensorflow/tfjs-core';
import { Interrupted } from '../shell/failure.js';
import type { Job } from '../shell/job.js';

/** Lets signals and everything else that waits have their turn. */
export const yieldToEventLoop = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * Works through many images a batch at a time, showing how far it is, until the end or an interruption.
 *
 * @param images - the images
 * @param size - how many in a batch
 * @param label - what is being done
 * @param job - the command at work
 * @param work - does one batch, which it borrows; `from` is the index of its first image
 * @throws Interrupted where none of them is done
 */
export const inBatches = async (
  images: Images,
  size: number,
  label: string,
  job: Pick<Job, 'signal' | 'note' | 'progress'>,
  work: (batch: tf.Tensor, from: number) => void | Promise<void>,
): Promise<number> => {
  const total = images.size;
  const view = job.progress(label, total);
  let done = 0;
  try {
    while (done < total && !job.signal.aborted) {
      const to = Math.min(done + size, total);
      const batch = images.tensor(done, to);
      try {
        await work(batch, done);
      } finally {
        batch.dispose();
      }
      done = to;
      view.update(done);
      await yieldToEventLoop();
    }
  } finally {
    view.stop();
  }
  if (done === 0 && total > 0) throw new Interrupted('interrupted before any image was done');
  if (done < total) job.note(`interrupted: ${done} of ${total} images are done`);
  return done;
};

/** Float32 rows that come chunk by chunk. */
export const collector = (
  total: number,
  shape: readonly number[],
): { readonly add: (from: number, values: ArrayLike<number>) => void; readonly rows: (n: number) => Float32Array } => {
  const width = sizeOfShape(shape);
  const all = new Float32Array(total * width);
  return { add: (from, values) => all.set(values, from * width), rows: (n) => all.subarray(0, n * width) };
};
