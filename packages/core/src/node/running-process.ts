import { hostname } from 'node:os';

/** This machine's name in the names of files, of letters and digits. */
export const machineName = hostname().replace(/\W/g, '') || 'host';

/**
 * Whether a process of this machine runs still, for files that carry the number of the one that writes them.
 *
 * @param pid - its number
 * @returns false where it has ended; true also where the number has gone to another one since, or is another user's
 */
export const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: unknown }).code !== 'ESRCH';
  }
};
