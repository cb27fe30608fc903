import type { CommonOptions } from './common-options.js';
import type { Job } from './job.js';

/**
 * Sets the backend that was asked for and says which it is if verbose.
 *
 * @param job - the command at work
 */
export const startBackend = async ({ options, detail }: Job<CommonOptions>): Promise<void> => {
  const { useBackend } = await import('@interp/backend');
  const { name, refused } = await useBackend(options.backend);
  for (const other of refused) detail(`backend ${other.name} not taken: ${other.reason}`);
  detail(`backend ${name}`);
};
