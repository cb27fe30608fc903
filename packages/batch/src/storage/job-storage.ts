import { InterpError, shownName } from '@interp/checks';

/**
 * Where a job, its inputs and its results are: files by names with slashes, such as `results/00000/000000012-0f3a.json`. A shared folder has these
 * functions, and so may a bucket: what two processes do at once rests on `create` alone.
 */
export interface JobStorage {
  /** The place, as `openStorage` opens it again in another process. */
  readonly place: string;
  /** The bytes of a file; undefined where there is none. */
  read(name: string): Promise<Uint8Array | undefined>;
  /** Makes a file that is not there, whole and on disk; false where it is there already, made by whomever, and then unchanged. */
  create(name: string, bytes: Uint8Array | string): Promise<boolean>;
  /** Makes or replaces a file, atomically. */
  replace(name: string, bytes: Uint8Array | string): Promise<void>;
  /** Takes a file away, where it is there. */
  remove(name: string): Promise<void>;
  /** The names of the files in a folder of the storage, without the folder; none where there is no such folder. */
  list(folder: string): Promise<readonly string[]>;
  /** Milliseconds since each file in a folder was written, by the clock of the storage: those of machines that share it may be hours apart. */
  ages(folder: string): Promise<ReadonlyMap<string, number>>;
}

/** Names of files of a job: no path leads out of its place, whoever wrote the name; throws InterpError `bad-file`. */
export const checkName = (name: string): void => {
  const parts = name.split('/');
  if (parts.every((part) => /^[^\0\\/:]+$/.test(part) && part !== '.' && part !== '..')) return;
  throw new InterpError('bad-file', `${shownName(name)} is no name of a file of a job; expected one in its folder`);
};
