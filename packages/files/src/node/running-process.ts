import { hostname } from 'node:os';
import { codeOf } from './error-code.js';

/** This machine's host name, reduced to letters and digits, for file names. */
export const machineName = hostname().replace(/\W/g, '') || 'host';

/**
 * Whether a process of this machine is still running, for files whose name has the process id of their writer.
 *
 * @param pid - the process id
 * @returns false if it has ended; true also if the id has been reused or belongs to another user
 */
export const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) !== 'ESRCH';
  }
};
