import type { ProgressView } from './progress.js';
import type { Output } from './terminal.js';
import { duration } from './text.js';

/**
 * A line now and then, where there is no terminal to draw a bar on.
 *
 * @param label - what is being done
 * @param total - how many there are, where known
 * @param output - where to
 * @param after - seconds before the first line, so that short work has none
 * @param every - seconds between lines
 * @returns the view
 */
export const progressLines = (
  label: string,
  total: number | undefined,
  output: Output,
  after: number,
  every: number,
): ProgressView => {
  const start = performance.now();
  let next = after;
  return {
    update: (done, remark = '') => {
      const seconds = (performance.now() - start) / 1000;
      if (seconds < next || (total !== undefined && done >= total)) return;
      next = seconds + every;
      const left = total === undefined || done === 0 ? '' : `, ${duration((seconds / done) * (total - done))} left`;
      output.write(`${label}: ${done}${total === undefined ? '' : ` of ${total}`}${left}${remark && `, ${remark}`}\n`);
    },
    stop: () => undefined,
  };
};
