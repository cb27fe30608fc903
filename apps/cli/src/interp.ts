import { failureOf } from './shell/failure.js';
import { program } from './program.js';
import type { Terminal } from './shell/terminal.js';

/**
 * Runs the program once.
 *
 * @param args - the arguments after the program's name
 * @param terminal - where results and messages go, environment, and the signal that ends it early
 * @returns the exit code: 0 done, 1 failed, 2 wrong usage, 130 interrupted
 */
export const interp = async (args: readonly string[], terminal: Terminal): Promise<number> => {
  try {
    await program(terminal).parseAsync([...args], { from: 'user' });
    return terminal.signal.aborted ? 130 : 0;
  } catch (error) {
    const { exitCode, line } = failureOf(error);
    if (args.includes('--verbose') && error instanceof Error && exitCode === 1)
      terminal.stderr.write(`${stacks(error)}\n`);
    if (line) terminal.stderr.write(`interp: ${line}\n`);
    return exitCode;
  }
};

/** Not by `instanceof`: what the file system throws may be of another realm. */
const stacks = ({ stack, message, cause }: Error): string => {
  const own = stack ?? message;
  return typeof cause === 'object' && cause !== null ? `${own}\ncaused by: ${stacks(cause as Error)}` : own;
};
