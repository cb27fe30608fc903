import { openEngine, type BatchEngine } from '@interp/batch';
import { UsageError } from '../../shell/failure.js';
import { inFlags } from '../../shell/flags.js';
import type { JobOptions } from './options.js';

/** The path of the job; throws UsageError where none is given. */
export const placeOf = ({ job }: JobOptions): string => {
  if (job !== undefined) return job;
  throw new UsageError('--job is missing; expected the folder of the job');
};

/** What shares chunks among workers. */
export const engineOf = async ({ engine, redis }: JobOptions): Promise<{ readonly engine: BatchEngine }> => ({ engine: await inFlags(() => openEngine({ engine, redis })) }); // prettier-ignore
