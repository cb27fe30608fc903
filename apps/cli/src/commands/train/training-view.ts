import type { Job } from '../../shell/job.js';

/** Where a training is, those steps included that were done before it was resumed. */
interface Moment {
  /** Steps done. */
  readonly step: number;
  /** Steps of the whole training. */
  readonly steps: number;
}

/** How far a training is, as a bar or lines over the steps of this run alone, so that the time left is right after a resumption. */
export interface TrainingView {
  /** After a step of this run, counted from 1, says where the training is, with a few words beside. */
  update(stepOfRun: number, moment: Moment, remark: string): void;
  /** The training is over. */
  stop(): void;
}

/**
 * Shows how far a training is.
 *
 * @param job - the command
 * @returns the view
 */
export const trainingView = (job: Pick<Job<unknown>, 'progress'>): TrainingView => {
  let view = job.progress('training');
  let before = 0;
  return {
    update: (stepOfRun, { step, steps }, remark) => {
      if (stepOfRun === 1) {
        before = step - 1;
        view = job.progress('training', steps - before);
      }
      view.update(step - before, remark);
    },
    stop: () => view.stop(),
  };
};
