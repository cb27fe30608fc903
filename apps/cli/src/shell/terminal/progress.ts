import { plainText } from '@interp/checks';
import { duration } from '@interp/report';
import type { SingleBar } from 'cli-progress';
import type { Job, ProgressView } from '../job.js';
import type { Output } from './terminal.js';

/**
 * A bar with percentage and time left.
 *
 * @param label - what is being done
 * @param total - how many there are
 * @param output - the terminal
 * @param after - seconds before which it does not show, so that short work shows none
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
    bar.start(total, 0, { label: plainText(label), left: '', remark: '' });
  };
  return {
    update: (done, remark = '') => {
      const seconds = (performance.now() - start) / 1000;
      if (!shown && seconds >= after) {
        shown = true;
        void show();
      }
      const left = done > 0 ? `${duration((seconds / done) * (total - done))} left` : '';
      bar?.update(done, { label: plainText(label), left, remark: remark && `· ${plainText(remark)}` });
    },
    stop: () => {
      over = true;
      bar?.stop();
    },
  };
};

/**
 * A line now and then, where there is no terminal to draw a bar on.
 *
 * @param label - what is being done
 * @param total - how many there are, where known
 * @param output - where to
 * @param after - seconds before the first line, so that short work has none
 * @param every - seconds between lines
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
      const line = `${label}: ${done}${total === undefined ? '' : ` of ${total}`}${left}${remark && `, ${remark}`}`;
      output.write(`${plainText(line)}\n`);
    },
    stop: () => undefined,
  };
};

const firstAfter = 2;
const linesEvery = 5;

const nothing: ProgressView = { update: () => undefined, stop: () => undefined };

/**
 * Shows the progress of work that takes more than two seconds: a bar on a terminal, a line now and then elsewhere.
 *
 * @param label - what is being done
 * @param total - how many there are, where known
 * @param output - where to show it; nothing for nowhere
 */
export const progress = (label: string, total: number | undefined, output: Output | undefined): ProgressView => {
  if (!output) return nothing;
  if (output.isTTY && total !== undefined) return progressBar(label, total, output, firstAfter);
  return progressLines(label, total, output, firstAfter, linesEvery);
};

/** Shows work that goes through phases, each under its own label; says whether a phase is new. */
export const phases = ({ progress: begin }: Pick<Job, 'progress'>) => {
  let [shown, view]: [string, ProgressView | undefined] = ['', undefined];
  return {
    show: (label: string, done: number, total: number): boolean => {
      const isNew = label !== shown;
      if (isNew) {
        view?.stop();
        [shown, view] = [label, begin(label, total)];
      }
      view?.update(done);
      return isNew;
    },
    stop: () => view?.stop(),
  };
};

/**
 * Does work and shows how far it is.
 *
 * @param job - the command at work
 * @param label - what is being done
 * @param total - how many there are, where known
 * @param work - the work; it is given what says how many are done, with a few words beside
 */
export const withProgress = async <Value>(
  { progress: begin }: Pick<Job, 'progress'>,
  label: string,
  total: number | undefined,
  work: (update: ProgressView['update']) => Value | Promise<Value>,
): Promise<Value> => {
  const view = begin(label, total);
  try {
    return await work((done, remark) => view.update(done, remark));
  } finally {
    view.stop();
  }
};
