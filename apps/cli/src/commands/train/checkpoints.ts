import { extname, join } from 'node:path';
import { InterpError, isInterpError } from '@interp/core';
import { differencesText, isFinished, type FingerprintDifference } from '@interp/training/internal';
import { shownName } from '@interp/core/plain-text';
import { UsageError } from '../../shell/failure.js';
import type { Job } from '../../shell/job.js';
import { flagOf } from '../../shell/tables.js';

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
 * The folder of a training before it begins. Whether a checkpoint may be resumed is decided where it is read: `loop.ts` of `@interp/training`
 * asks `checkpoint.ts` and `fingerprint.ts` there, which refuse damaged ones, earlier formats, and those of another model, data set or options.
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

/**
 * The flag for each name in a training's fingerprint, `--momentum` for `optimizer.momentum`; empty for what follows from other options.
 */
export type FlagsOf = Readonly<Record<string, string>>;

/**
 * Flags that are called as the last part of the names: `--weight-decay` for `weightDecay`, `--momentum` for `optimizer.momentum`.
 *
 * @param names - with spaces between
 */
export const sameFlags = (names: string): FlagsOf =>
  Object.fromEntries(names.split(' ').map((name) => [name, flagOf(name.replace(/^.*\./, ''))]));

/** Names in every training. */
const commonFlags: FlagsOf = { data: '--data, --limit', ...sameFlags('batch epochs rate seed') };

/** Says in flags what a checkpoint was made with otherwise; any other error as it is. */
export const inFlags = (error: unknown, out: string, flags: FlagsOf): unknown => {
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
