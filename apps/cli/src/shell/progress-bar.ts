import type { SingleBar } from 'cli-progress';
import type { ProgressView } from './progress.js';
import type { Output } from './terminal.js';
import { duration } from './text.js';

/**
 * A bar with percentage and time left.
 *
 * @param label - what is being done
 * @param total - how many there are
 * @param output - the terminal
 * @param after - seconds before which it does not show, so that short work shows none
 * @returns the view
 */
export const progressBar = (label: string, total: number, output: Output, after: number): ProgressView => {
  const start = performance.now();
  let bar: SingleBar | undefined;
  let shown = false;
  let over = false;
  const show = async (): Promise<void> => {
    const { SingleBar } = await import('cli-progress');
    if (over) return;
    bar = new SingleBar({
      format: '{label} {bar} {percentage} % · {left} {remark}',
      stream: output as NodeJS.WritableStream,
      clearOnComplete: true,
      hideCursor: true,
      barsize: 30,
      barCompleteChar: '█',
      barIncompleteChar: '░',
      gracefulExit: false,
    });
    bar.start(total, 0, { label, left: '', remark: '' });
  };
  return {
    update: (done, remark = '') => {
      const seconds = (performance.now() - start) / 1000;
      if (!shown && seconds >= after) {
        shown = true;
        void show();
      }
      const left = done > 0 ? `${duration((seconds / done) * (total - done))} left` : '';
      bar?.update(done, { label, left, remark: remark && `· ${remark}` });
    },
    stop: () => {
      over = true;
      bar?.stop();
    },
  };
};
