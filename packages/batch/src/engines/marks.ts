import type { JobStorage } from '../storage/job-storage.js';

/** What can be said of a job by a file that is there: that it is cancelled, or that it rests. */
export type Mark = 'cancelled' | 'paused';

/** Whether something is said of a job. */
export const hasMark = async ({ read }: JobStorage, mark: Mark): Promise<boolean> => (await read(mark)) !== undefined;

/** Says something of a job. */
export const setMark = async ({ create }: JobStorage, mark: Mark): Promise<void> => {
  await create(mark, '');
};

/** Takes that back. */
export const removeMark = ({ remove }: JobStorage, mark: Mark): Promise<void> => remove(mark);
