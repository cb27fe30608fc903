import { tellThreads } from './backend.js';
import type { CommonOptions } from './common-options.js';
import { deliver } from './deliver.js';
import { Interrupted } from './failure.js';
import { job, type Job } from './job.js';
import type { Outcome } from './result.js';
import { places } from './places.js';
import type { Terminal } from './terminal.js';

/**
 * Runs a command: checks where its files are to go, does the work, and delivers the outcome. Where the work was interrupted, what
 * is done by then is delivered. A terminal that takes outcomes is given it, and nothing is printed.
 *
 * @param name - of the command
 * @param options - what it was told
 * @param terminal - what it runs in
 * @param work - its work
 */
export const runCommand = async <Options extends CommonOptions>(
  name: string,
  options: Options,
  terminal: Terminal,
  work: (job: Job<Options>) => Promise<Outcome>,
): Promise<void> => {
  const where = await places(options);
  const task = job(options, terminal);
  const outcome = await work(task);
  if (terminal.take) {
    terminal.take(outcome);
    return;
  }
  await tellThreads(task);
  await deliver(outcome, name, where, options, terminal);
  if (terminal.signal.aborted) throw new Interrupted('interrupted; what was done by then is above');
};
