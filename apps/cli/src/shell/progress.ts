import type { Output } from './terminal.js';
import { progressBar } from './progress-bar.js';
import { progressLines } from './progress-lines.js';

/** How far a piece of work is, shown to people. */
export interface ProgressView {
  /**
   * Says how far it is.
   *
   * @param done - how many of the total are done
   * @param remark - a few words to show beside it
   */
  update(done: number, remark?: string): void;
  /** The work is over: takes a bar away. */
  stop(): void;
}

const firstAfter = 2;
const linesEvery = 5;

const nothing: ProgressView = { update: () => undefined, stop: () => undefined };

/**
 * Shows the progress of work that takes more than two seconds: a bar on a terminal, a line now and then elsewhere.
 *
 * @param label - what is being done
 * @param total - how many there are, where known
 * @param output - where to show it; nothing for nowhere
 * @returns the view
 */
export const progress = (label: string, total: number | undefined, output: Output | undefined): ProgressView => {
  if (!output) return nothing;
  if (output.isTTY && total !== undefined) return progressBar(label, total, output, firstAfter);
  return progressLines(label, total, output, firstAfter, linesEvery);
};
