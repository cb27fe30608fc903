import { lstat, realpath, rm } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { checkGivenText, csvCell, InterpError, shownPath } from '@interp/checks';
import { writeWithFolder } from '@interp/files/internal';

/** Whether a path in a report's folder leads through no link, neither the file itself nor a folder on the way, to a file of at most so many bytes. */
export const isOwnFile = async (folder: string, path: string, most = Infinity): Promise<boolean> => {
  try {
    const found = await lstat(path);
    const here = join(await realpath(folder), relative(folder, dirname(path)));
    return found.isFile() && found.size <= most && found.nlink === 1 && (await realpath(dirname(path))) === here;
  } catch {
    return false;
  }
};

/** Refuses a way from a report's folder to one below it that goes through a link; throws `bad-file`. */
export const refuseLinks = async (folder: string, below: string): Promise<void> => {
  checkGivenText('the folder', folder, 'a path');
  checkGivenText('what is below', below, 'a path');
  const way = relative(folder, below).split(/[\\/]/).filter(Boolean);
  for (let depth = 1; depth <= way.length; depth++) {
    const on = join(folder, ...way.slice(0, depth));
    if ((await lstat(on).catch(() => undefined))?.isSymbolicLink())
      throw new InterpError(
        'bad-file',
        `${shownPath(on)} is a link; expected a folder in the report's own; remove the link, or name another folder`,
      );
  }
};

/**
 * Writes a file in a report's folder. The folder may come from elsewhere: a link in the place of the file is replaced by a file, and a folder
 * below it that is a link is refused; throws `not-writable`, `bad-file`.
 */
export const writeIn = async (folder: string, path: string, contents: Uint8Array | string): Promise<void> => {
  await refuseLinks(folder, dirname(path));
  if ((await lstat(path).catch(() => undefined))?.isSymbolicLink())
    await rm(path, { force: true }).catch(() => undefined);
  await writeWithFolder(path, contents);
};

/** Plain data as JSON on one line; numbers have nine significant digits, all that a float32 holds. */
export const json = (value: unknown): string =>
  JSON.stringify(value, (_key, item: unknown) =>
    typeof item === 'number' && !Number.isInteger(item) ? Number(item.toPrecision(9)) : item,
  );

/** Rows as CSV (RFC 4180), in which no text is a formula. */
export const csv = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');
