import { InterpError } from '@interp/core';
import { createJob } from './create-job.js';
import { deliver } from './deliver.js';
import { Interrupted } from './failure.js';
import type { RunCommand } from './job.js';
import { checkDestinations } from './destinations.js';
import type { Terminal } from './terminal/terminal.js';

/**
 * What runs commands in a terminal: checks where their files are to go, does the work, and delivers the result. Where the work was
 * interrupted, what is done by then is delivered; where some of the inputs could not be read, it fails after all others are done.
 */
export const runIn =
  (terminal: Terminal): RunCommand =>
  async (name, options, work) => {
    const where = await checkDestinations(options);
    const job = createJob(options, terminal);
    const result = await work(job).catch((error: unknown) => {
      const { signal } = terminal;
      throw signal.aborted && error === signal.reason ? new Interrupted('interrupted before anything was done') : error;
    });
    if (result.warning !== undefined) job.note(`interp: warning: ${result.warning}`);
    await job.reportThreads();
    await deliver(result, name, where, options, terminal);
    if (terminal.signal.aborted) throw new Interrupted('interrupted; what was done by then is above');
    if (result.failure) throw result.failure;
    const [first, ...others] = job.unread;
    if (first === undefined) return;
    const count = others.length + 1;
    throw new InterpError('bad-file', others.length === 0 ? first : `${count} inputs cannot be read, such as ${first}`);
  };
