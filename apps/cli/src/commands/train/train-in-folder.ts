import { extname } from 'node:path';
import { shownName } from '@interp/checks';
import { InterpError } from '@interp/core';
import { readSafetensors } from '@interp/files';
import type { LoopResult, LoopStep } from '@interp/training';
import { trainingFolder, type FolderCheckpoints } from '@interp/training/node';
import type { Digits } from '@interp/mnist/node';
import { duration } from '@interp/report';
import { readDigits } from '../../inputs/digits.js';
import { Interrupted, UsageError } from '../../shell/failure.js';
import type { Job, Result } from '../../shell/job.js';
import { inFlags, type FlagsOf } from './flags.js';
import type { TrainingOptions } from './options.js';

/** What is known of an epoch, whatever is trained. */
interface Epoch {
  readonly epoch: number;
  readonly seconds: number;
}

/** How a kind of network is trained on the command line. */
interface Kind<Step extends LoopStep<Epoch>> {
  /** What the folder is for. */
  readonly what: string;
  /** The flags of what a checkpoint depends on. */
  readonly flags: FlagsOf;
  /** A few words beside the bar, after the epoch. */
  readonly remark?: (step: Step) => string;
  /** Lines about a step, before the one about its epoch. */
  readonly notes?: (step: Step) => readonly string[];
  /** What an epoch came to. */
  readonly epochText: (record: NonNullable<Step['record']>) => string;
}

/** The options by which a training of a package keeps its checkpoints and is shown. */
interface Hooks<Step> extends FolderCheckpoints {
  readonly signal: AbortSignal;
  readonly onStep: (at: { readonly step: number; readonly value: Step }) => void;
}

/** Trains under the eyes of the command line: checkpoints in the folder, a bar or lines over the steps of this run alone. */
type Watch<Step> = <Trained>(train: (hooks: Hooks<Step>) => Promise<Trained>) => Promise<Trained>;

/** What came of a training. */
interface Trained extends Pick<LoopResult<Epoch>, 'history' | 'ended'> {
  /** What else the document says. */
  readonly found: object;
  /** Lines after the first. */
  readonly lines: readonly string[];
  /** What follows the time that it took. */
  readonly measure?: string;
  /** The weights as safetensors, for `--save`. */
  readonly weights: () => Promise<Uint8Array> | Uint8Array;
  /** Draws the history. */
  readonly chart: (viz: typeof import('@interp/viz')) => Promise<string>;
}

const resultOf = async (
  { history, ended, found, lines, measure = '', weights, chart }: Trained,
  { save }: TrainingOptions,
  file: string,
  seconds: number,
): Promise<Result> => {
  const { tensors, metadata } = save === undefined ? {} : readSafetensors(await weights());
  const first =
    ended === 'stopped'
      ? `stopped after ${history.length} epochs; ${file} is kept, --resume goes on`
      : `trained in ${duration(seconds)}${measure}`;
  return {
    json: { history, ended, ...found, seconds },
    text: [first, ...lines].join('\n'),
    tensors: tensors && [...tensors],
    metadata: metadata && [...metadata],
    picture: history.length > 0 ? async () => chart(await import('@interp/viz')) : undefined,
  };
};

/**
 * Does the work of a training in its folder, once all is checked and the digits are read. Work of hours is not to be lost by a word left out: a
 * training that is not finished is never replaced. Where the checkpoint was made with other options, the error says which flags those are.
 *
 * @param options - of the command
 * @param kind - what is trained
 * @param job - the command at work
 * @param work - makes the network, trains and saves it, and hands what came of it to its last argument while the network is there
 * @throws UsageError for a picture's name, InterpError `bad-option` for a folder with an unfinished training, `not-finite`, and what else the
 *   training throws
 */
export const trainInFolder = async <Step extends LoopStep<Epoch>>(
  options: TrainingOptions & { readonly drawn?: boolean },
  { what, flags, remark = () => '', notes = () => [], epochText }: Kind<Step>,
  job: Job,
  work: (digits: Digits, watch: Watch<Step>, done: (trained: Trained) => Promise<Result>) => Promise<Result>,
): Promise<Result> => {
  const { out, limit, resume } = options;
  if (out === '' || /^\.(png|svg|gif)$/i.test(extname(out)))
    throw new UsageError(`--out is ${shownName(out)}; expected a folder for ${what}`);
  const folder = await trainingFolder(out, resume);
  if (!resume && folder.found === 'unfinished')
    throw new InterpError(
      'bad-option',
      `${out} holds a training that is not finished; add --resume to go on, or name another --out`,
    );
  if (resume && folder.found === 'nothing')
    job.note(`${out} has no checkpoint: the training starts from the beginning`);
  await job.startBackend();
  const begun = performance.now();
  const digits = await readDigits(options, job, { limit });
  if (job.signal.aborted) throw new Interrupted('interrupted before the first step');
  const older = { finished: 'a finished training', unreadable: 'a checkpoint that cannot be read' };
  if (!resume && folder.found in older)
    job.note(`${out} holds ${older[folder.found as keyof typeof older]}: it is replaced`);
  const watch: Watch<Step> = (train) => {
    let [view, before] = [job.progress('training'), 0];
    const onStep: Hooks<Step>['onStep'] = ({ step: stepOfRun, value }) => {
      const { epoch, step, steps, record } = value;
      if (stepOfRun === 1) {
        before = step - 1;
        view = job.progress('training', steps - before);
      }
      view.update(step - before, `epoch ${epoch}${remark(value)}`);
      for (const text of notes(value)) job.note(text);
      if (!record) return;
      const epochs = Math.round((steps * epoch) / step);
      job.note(`epoch ${epoch} of ${epochs}: ${epochText(record)}, ${duration(record.seconds)}`);
    };
    return folder
      .train((checkpoints) => train({ ...checkpoints, signal: job.signal, onStep }))
      .catch((error: unknown) => {
        throw inFlags(error, out, flags);
      })
      .finally(() => view.stop());
  };
  return work(digits, watch, (trained) => resultOf(trained, options, folder.file, (performance.now() - begun) / 1000));
};
