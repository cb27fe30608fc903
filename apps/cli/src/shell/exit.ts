import { plainText } from '@interp/checks';
import type { InterpErrorCode } from '@interp/core';
import { CommanderError } from 'commander';
import { UsageError } from './failure.js';

/** How a failed run ends. */
export interface Exit {
  /** The exit code. */
  readonly exitCode: number;
  /** The one line for people, without the program's name; empty where there is nothing to say. */
  readonly line: string;
}

const usageCodes: readonly InterpErrorCode[] = ['bad-option', 'bad-class'];

/**
 * What to throw where a command was called wrongly: the parser's own words, and whose help says more.
 *
 * @param error - of the parser
 * @param command - the command with those above it, as `interp explain`
 * @returns a UsageError, or the same error where nothing went wrong
 */
export const wrongCall = (error: CommanderError, command: string): Error =>
  error.exitCode === 0 || error.code === 'commander.help'
    ? error
    : new UsageError(`${plainText(error.message).replace(/^error: |\.$/g, '')}; see ${command} --help`);

/** What the system has no more of, or does not allow, by the code of its error. */
const outOf: Readonly<Record<string, string>> = {
  EMFILE: 'too many files are open (EMFILE); expected a higher limit, see ulimit -n',
  ENFILE: 'the system has too many files open (ENFILE); close some and run it again',
  ENOMEM: 'there is no memory left (ENOMEM); close other programs, or give less at once',
  ENOSPC: 'the disk is full (ENOSPC); make room and run it again',
  ERR_ACCESS_DENIED: 'the permissions that Node.js was started with do not allow it; see --permission of node',
  ERR_DLOPEN_DISABLED:
    'Node.js was started so that it loads no addons, which pictures need; see --allow-addons of node',
  EAGAIN: 'the system starts no more threads (EAGAIN); expected a higher limit, see ulimit -u',
};

/** Errors that were said. Node.js 20 takes that of an import that was awaited for an uncaught exception as well. */
export const said = new WeakSet<object>();

/** How a run ends after an error: exit code 2 for wrong usage, 130 for an interruption, else 1. */
export const exitAfter = (error: unknown): Exit => {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return { exitCode: 0, line: '' };
    return { exitCode: 2, line: 'no command was given; expected one of those above' };
  }
  const { name, message, code, errno } = error as {
    name?: unknown;
    message?: unknown;
    code?: unknown;
    errno?: unknown;
  };
  const line = plainText(typeof message === 'string' ? message : String(error));
  if (name === 'UsageError') return { exitCode: 2, line };
  if (name === 'Interrupted') return { exitCode: 130, line };
  if (name === 'InterpError') return { exitCode: usageCodes.includes(code as InterpErrorCode) ? 2 : 1, line };
  if (typeof code === 'string' && code in outOf) return { exitCode: 1, line: outOf[code] };
  // What the system says of a file or a folder, its name and the reason included.
  if (typeof errno === 'number')
    return { exitCode: 1, line: `${plainText(line, 200)}; expected files and folders that can be read and written` };
  return { exitCode: 1, line: `unexpected failure: ${line}; run it again with --verbose and tell us` };
};
