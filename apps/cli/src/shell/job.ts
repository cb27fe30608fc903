import type { CommonOptions } from './common-options.js';
import { progress, type ProgressView } from './progress.js';
import type { Terminal } from './terminal.js';

/** A command at work: what it was told and how it speaks. */
export interface Job<Options> {
  /** What it was told. */
  readonly options: Options;
  /** Asks it to end early. */
  readonly signal: AbortSignal;
  /** Environment variables. */
  readonly env: Terminal['env'];
  /** Says something on standard error, unless told to be quiet. */
  note(text: string): void;
  /** Says something on standard error if told to be verbose. */
  detail(text: string): void;
  /** Shows how far a piece of long work is. */
  progress(label: string, total?: number): ProgressView;
}

/**
 * Makes a job of parsed options.
 *
 * @param options - what the command was told
 * @param terminal - what it runs in
 * @returns the job
 */
export const job = <Options extends CommonOptions>(options: Options, terminal: Terminal): Job<Options> => {
  const note = (text: string): void => {
    if (!options.quiet) terminal.stderr.write(`${text}\n`);
  };
  return {
    options,
    signal: terminal.signal,
    env: terminal.env,
    note,
    detail: (text) => {
      if (options.verbose) note(text);
    },
    progress: (label, total) => progress(label, total, options.quiet ? undefined : terminal.stderr),
  };
};
