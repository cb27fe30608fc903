import type { Job } from './job.js';
import type { CommonOptions } from './common-options.js';
import { Interrupted } from './failure.js';

/** Lets signals and everything else that waits have their turn. */
export const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * Works through many images a chunk at a time, showing how far it is, until the end or an interruption.
 *
 * @param total - how many there are
 * @param size - how many in a chunk
 * @param label - what is being done
 * @param job - the command at work
 * @param work - does the images from `from` up to but not including `to`
 * @returns how many are done: all of them, or fewer after an interruption
 * @throws Interrupted where none is done
 */
export const inChunks = async (
  total: number,
  size: number,
  label: string,
  job: Job<CommonOptions>,
  work: (from: number, to: number) => void | Promise<void>,
): Promise<number> => {
  const view = job.progress(label, total);
  let done = 0;
  try {
    while (done < total && !job.signal.aborted) {
      const to = Math.min(done + size, total);
      await work(done, to);
      done = to;
      view.update(done);
      await breathe();
    }
  } finally {
    view.stop();
  }
  if (done === 0) throw new Interrupted('interrupted before any image was done');
  if (done < total) job.note(`interrupted: ${done} of ${total} images are done`);
  return done;
};
