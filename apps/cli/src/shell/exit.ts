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

const oneLine = (text: string): string => text.replace(/\s*[\r\n]+\s*/g, ' ').trim();

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
    : new UsageError(`${oneLine(error.message).replace(/^error: |\.$/g, '')}; see ${command} --help`);

/** How a run ends after an error: exit code 2 for wrong usage, 130 for an interruption, else 1. */
export const exitAfter = (error: unknown): Exit => {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return { exitCode: 0, line: '' };
    return { exitCode: 2, line: 'no command was given; expected one of those above' };
  }
  const { name, message, code } = error as { name?: unknown; message?: unknown; code?: unknown };
  const line = oneLine(typeof message === 'string' ? message : String(error));
  if (name === 'UsageError') return { exitCode: 2, line };
  if (name === 'Interrupted') return { exitCode: 130, line };
  if (name === 'InterpError') return { exitCode: usageCodes.includes(code as InterpErrorCode) ? 2 : 1, line };
  return { exitCode: 1, line: `unexpected failure: ${line}; run it again with --verbose and tell us` };
};
