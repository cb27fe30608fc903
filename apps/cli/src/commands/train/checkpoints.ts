import { extname, join } from 'node:path';
import { InterpError, isInterpError } from '@interp/core';
import { readSafetensors } from '@interp/files';
import { differencesText, type FingerprintDifference } from '@interp/training/internal';
import { shownName } from '@interp/core/plain-text';
import { UsageError } from '../../shell/failure.js';
import type { Job } from '../../shell/job.js';

/** Where the checkpoint of a training is, in its folder. */
export const checkpointFile = (out: string): string => join(out, 'checkpoint.safetensors');

/** The bytes of an earlier checkpoint; nothing where there is none. */
const readCheckpoint = async (file: string): Promise<Uint8Array | undefined> => {
  try {
    const { readPlainFile } = await import('@interp/files/internal');
    return await readPlainFile(file);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new InterpError('bad-file', `the checkpoint ${file} cannot be read; expected a file`, { cause });
  }
};

/** The fields of an object in JSON; none where it is anything else. */
const fieldsOf = (text = '{}'): Readonly<Record<string, unknown>> => ({ ...(JSON.parse(text) as object | null) });

/** Whether a checkpoint is of a training that came to its end; nothing where it cannot be told. */
const isFinished = (checkpoint: Uint8Array): boolean | undefined => {
  try {
    const { metadata } = readSafetensors(checkpoint);
    const { finished, epoch } = fieldsOf(metadata.get('progress'));
    const { epochs } = fieldsOf(metadata.get('fingerprint'));
    if (typeof finished === 'boolean') return finished;
    return typeof epoch === 'number' && epochs !== undefined ? epoch >= Number(epochs) : undefined;
  } catch (error) {
    if (!isInterpError(error) && !(error instanceof SyntaxError)) throw error;
    return undefined;
  }
};

/**
 * Refuses to train anew where a training is not finished: work of hours is not to be lost by a word left out.
 *
 * @returns a line about what is going to be replaced; nothing where nothing is
 * @throws InterpError `bad-option`
 */
export const refuseToOverwrite = (checkpoint: Uint8Array | undefined, out: string): string | undefined => {
  if (!checkpoint) return undefined;
  const finished = isFinished(checkpoint);
  if (finished === false)
    throw new InterpError(
      'bad-option',
      `${out} holds a training that is not finished; add --resume to go on, or name another --out`,
    );
  return `${out} holds ${finished ? 'a finished training' : 'a checkpoint that cannot be read'}: it is replaced`;
};

/**
 * The folder of a training before it begins. Whether a checkpoint may be resumed is decided where it is read: `checkpoint.ts` and
 * `fingerprint.ts` in `core/training` refuse damaged ones, earlier formats, and those of another model, data set or options.
 */
export interface TrainingFolder {
  /** The checkpoint to go on from. */
  readonly resume?: Uint8Array;
  /** Says what is going to be replaced; to be called when nothing can go wrong any more. */
  readonly announce: () => void;
}

/**
 * Looks into the folder of a training before anything is computed.
 *
 * @throws UsageError for a picture's name, InterpError `bad-option` for a folder with an unfinished training
 */
export const openFolder = async (
  { out, resume }: { readonly out: string; readonly resume?: boolean },
  what: string,
  job: Job,
): Promise<TrainingFolder> => {
  if (out === '' || /^\.(png|svg|gif)$/i.test(extname(out)))
    throw new UsageError(`--out is ${shownName(out)}; expected a folder for ${what}`);
  const found = await readCheckpoint(checkpointFile(out));
  const replaced = resume ? undefined : refuseToOverwrite(found, out);
  if (resume && !found) job.note(`${out} has no checkpoint: the training starts from the beginning`);
  return {
    resume: resume ? found : undefined,
    announce: () => {
      if (replaced !== undefined) job.note(replaced);
    },
  };
};

/** Where a training is, those steps included that were done before it was resumed. */
interface TrainingStep {
  /** Steps done. */
  readonly step: number;
  /** Steps of the whole training. */
  readonly steps: number;
}

/**
 * The flag for each name in a training's fingerprint, `--momentum` for `optimizer.momentum`; empty for what follows from other options.
 */
export type FlagsOf = Readonly<Record<string, string>>;

/** Names in every training. */
const commonFlags: FlagsOf = {
  data: '--data, --limit',
  batch: '--batch',
  epochs: '--epochs',
  rate: '--rate',
  seed: '--seed',
};

/** Says in flags what a checkpoint was made with otherwise; any other error as it is. */
const inFlags = (error: unknown, out: string, flags: FlagsOf): unknown => {
  if (!isInterpError(error) || !Array.isArray(error.cause)) return error;
  const names = { ...commonFlags, ...flags };
  const differences = error.cause as readonly FingerprintDifference[];
  const chosen = differences.filter(({ name }) => names[name] !== '');
  const text = differencesText(chosen.length > 0 ? chosen : differences, (name) => names[name] || name);
  return new InterpError(
    error.code,
    `the checkpoint in ${out} was made with other options: ${text}; resume with those it was made with, or name another --out`,
    { cause: error },
  );
};

/** What a training is to call. */
export interface TrainingHooks {
  /** Keeps a checkpoint in the folder. */
  readonly onCheckpoint: (bytes: Uint8Array, info: { readonly step: number }) => Promise<void>;
  /** After a step of this run, counted from 1, shows where the training is, with a few words beside. */
  readonly show: (stepOfRun: number, at: TrainingStep, remark: string) => void;
}

/**
 * Trains with checkpoints kept in a folder, and with a bar or lines over the steps of this run alone, so that the time left is right after
 * a resumption. Where numbers are not finite any more, the error says which checkpoint stays; where the checkpoint was made with other
 * options, which flags those are.
 *
 * @throws InterpError `not-finite`, and what else the training throws
 */
export const withCheckpoints = async <Value>(
  { out, flags }: { readonly out: string; readonly flags: FlagsOf },
  job: Job,
  train: (hooks: TrainingHooks) => Promise<Value>,
): Promise<Value> => {
  let [view, before, kept] = [job.progress('training'), 0, ''];
  return train({
    onCheckpoint: async (bytes, { step }) => {
      await job.write(checkpointFile(out), bytes);
      kept = `; ${checkpointFile(out)} is that of step ${step}`;
    },
    show: (stepOfRun, { step, steps }, remark) => {
      if (stepOfRun === 1) {
        before = step - 1;
        view = job.progress('training', steps - before);
      }
      view.update(step - before, remark);
    },
  })
    .catch((error: unknown) => {
      if (!isInterpError(error) || error.code !== 'not-finite') throw inFlags(error, out, flags);
      throw new InterpError('not-finite', `${error.message}${kept}`, { cause: error });
    })
    .finally(() => view.stop());
};
