import type { BatchEngine } from '@interp/batch';
import { UsageError } from '../../shell/failure.js';
import type { Job } from '../../shell/job.js';
import type { JobOptions } from './options.js';

/** The package of the queue, which nobody else installs: where it is missing, a sentence says so. */
const loadBullmq = async () => {
  const name: string = '@interp/bullmq';
  const found: unknown = await import(name).catch((cause: unknown) => {
    throw new UsageError('--engine bullmq needs the package @interp/bullmq; install it beside @interp/cli, by npm i @interp/bullmq', { cause }); // prettier-ignore
  });
  return found as { readonly bullmqEngine: (options: { readonly redis: string }) => BatchEngine };
};

/** The path of the job; throws UsageError where none is given. */
export const placeOf = ({ job }: JobOptions): string => {
  if (job !== undefined) return job;
  throw new UsageError('--job is missing; expected the folder of the job');
};

/** What shares chunks among workers; nothing for files in the folder. */
export const engineOf = async ({ engine, redis }: JobOptions, { env }: Job): Promise<{ engine?: BatchEngine }> => {
  const address = redis ?? env['INTERP_REDIS'];
  if (engine === 'local') {
    if (redis !== undefined) throw new UsageError('--redis is for --engine bullmq; leave it out');
    return {};
  }
  if (address === undefined) throw new UsageError('--engine bullmq has no address of Redis; expected --redis, or INTERP_REDIS in the environment'); // prettier-ignore
  return { engine: (await loadBullmq()).bullmqEngine({ redis: address }) };
};
