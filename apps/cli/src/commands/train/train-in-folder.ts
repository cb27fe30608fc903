import { InterpError, isInterpError } from '@interp/core';
import { readDigits, type Digits } from '../../inputs/digits.js';
import { Interrupted } from '../../shell/failure.js';
import type { Job, Result } from '../../shell/job.js';
import { checkpointFile, inFlags, openFolder, type FlagsOf } from './checkpoints.js';
import type { TrainingOptions } from './options.js';

/** Where a training is, those steps included that were done before it was resumed. */
interface TrainingStep {
  /** Steps done. */
  readonly step: number;
  /** Steps of the whole training. */
  readonly steps: number;
}

/** The options by which a training of a package keeps its checkpoints and is shown. */
interface TrainingHooks<Step> {
  readonly resume?: Uint8Array;
  readonly signal: AbortSignal;
  readonly onCheckpoint: (bytes: Uint8Array, info: { readonly step: number }) => Promise<void>;
  readonly onStep: (at: { readonly step: number; readonly value: Step }) => void;
}

/** What is said of a step: a few words beside the bar, and lines of their own. */
interface StepTexts<Step> {
  readonly remark: (step: Step) => string;
  readonly notes: (step: Step) => readonly string[];
}

/** Watches over a training: keeps its checkpoints in the folder, and shows a bar or lines over the steps of this run alone. */
type Watch = <Step extends TrainingStep, Trained>(
  texts: StepTexts<Step>,
  train: (hooks: TrainingHooks<Step>) => Promise<Trained>,
) => Promise<Trained>;

/**
 * Does the work of a training in its folder, once all is checked and the digits are read. Where numbers are not finite any more, the error
 * says which checkpoint stays; where the checkpoint was made with other options, which flags those are.
 *
 * @param options - of the command
 * @param about - what the folder is for, and the flags of what a checkpoint depends on
 * @param job - the command at work
 * @param work - makes the network, trains and saves it; it gets the digits, what watches over the training, and when it began
 * @throws UsageError for a picture's name, InterpError `bad-option` for a folder with an unfinished training, `not-finite`, and what else the
 *   training throws
 */
export const trainInFolder = async (
  options: TrainingOptions & { readonly drawn?: boolean },
  { what, flags }: { readonly what: string; readonly flags: FlagsOf },
  job: Job,
  work: (digits: Digits, watch: Watch, begun: number) => Promise<Result>,
): Promise<Result> => {
  const { out, limit } = options;
  const { resume, announce } = await openFolder(options, what, job);
  await job.startBackend();
  const begun = performance.now();
  const digits = await readDigits(options, job, { limit });
  if (job.signal.aborted) throw new Interrupted('interrupted before the first step');
  announce();
  const watch: Watch = ({ remark, notes }, train) => {
    let [view, before, kept] = [job.progress('training'), 0, ''];
    return train({
      resume,
      signal: job.signal,
      onCheckpoint: async (bytes, { step }) => {
        await job.write(checkpointFile(out), bytes);
        kept = `; ${checkpointFile(out)} is that of step ${step}`;
      },
      onStep: ({ step: stepOfRun, value }) => {
        if (stepOfRun === 1) {
          before = value.step - 1;
          view = job.progress('training', value.steps - before);
        }
        view.update(value.step - before, remark(value));
        for (const text of notes(value)) job.note(text);
      },
    })
      .catch((error: unknown) => {
        if (!isInterpError(error) || error.code !== 'not-finite') throw inFlags(error, out, flags);
        throw new InterpError('not-finite', `${error.message}${kept}`, { cause: error });
      })
      .finally(() => view.stop());
  };
  return work(digits, watch, begun);
};

/** What is said of a training that was stopped before its end. */
export const stoppedText = ({ out }: TrainingOptions, history: readonly unknown[]): string =>
  `stopped after ${history.length} epochs; ${checkpointFile(out)} is kept, --resume goes on`;
