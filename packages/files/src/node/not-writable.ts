import { InterpError, isInterpError, shownPath } from '@interp/checks';
import { codeOf } from './error-code.js';

const expectedBy: Readonly<Record<string, string>> = {
  ENOSPC: 'more room on its disk',
  EDQUOT: 'more room on its disk',
  EFBIG: 'more room on its disk',
  EMFILE: 'a higher limit of open files (ulimit -n)',
  ENFILE: 'a higher limit of open files',
  ENAMETOOLONG: 'a shorter name',
  ELOOP: 'no link that leads to itself',
};

/**
 * The error of a path that cannot be written to.
 *
 * @param path - the path
 * @param cause - what the file system said; an InterpError stays as it is
 * @param expected - what should be there. Default by what the file system said
 */
export const notWritable = (
  path: string,
  cause: unknown,
  expected = expectedBy[String(codeOf(cause))] ?? 'a folder that is there and open to you',
): InterpError => {
  if (isInterpError(cause)) return cause;
  const reason = codeOf(cause);
  const why = typeof reason === 'string' ? ` (${reason})` : '';
  return new InterpError('not-writable', `${shownPath(path)} cannot be written to${why}; expected ${expected}`, {
    cause,
  });
};

/** The error of a path where no file can be made. */
export const noPlace = (path: string, cause: unknown): InterpError =>
  notWritable(path, cause, 'a place that you may write to');
