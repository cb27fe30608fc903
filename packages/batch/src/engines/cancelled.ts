import type { JobStorage } from '../storage/job-storage.js';

/** The file that says that a job is cancelled. */
const file = 'cancelled';

/** Whether a job is cancelled. */
export const isCancelled = async ({ read }: JobStorage): Promise<boolean> => (await read(file)) !== undefined;

/** Cancels a job. */
export const markCancelled = ({ create }: JobStorage): Promise<boolean> => create(file, '');

/** Takes that back. */
export const unmarkCancelled = ({ remove }: JobStorage): Promise<void> => remove(file);
