import type { Command } from 'commander';
import { number } from './options.js';

/** Options of commands that tell digits from what is none. */
export interface RejectOptions {
  /** Whether images that are no digit are to be told from digits. */
  readonly reject?: boolean;
  /** The share of digits that may be refused; asks for `reject` too. Default: the detector's. */
  readonly rejectRate?: number;
}

/** Adds whether, and how strictly, digits are told from what is none. */
export const withReject = (command: Command, says: string): Command =>
  command
    .option('--reject', says)
    .option(
      '--reject-rate <rate>',
      'the same, with the share of digits that may be refused by mistake (default: 0.05)',
      number('--reject-rate', { above: 0, max: 0.9999 }),
    );
