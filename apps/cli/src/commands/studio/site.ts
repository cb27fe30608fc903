import { copyFileSync, cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { InterpError, shownPath } from '@interp/checks';

/** Where the weights that ship lie: in @interp/pretrained, which this package does not carry a second time. */
export const weightsFolder = (): string =>
  join(dirname(createRequire(import.meta.url).resolve('@interp/pretrained/package.json')), 'weights');

/** The files of that folder by the names that the page in a folder has for them. */
export const weightsOf = (folder: string): ReadonlyMap<string, string> => {
  const list = join(folder, 'weights.json');
  return new Map(
    existsSync(list) ? Object.entries(JSON.parse(readFileSync(list, 'utf8')) as Record<string, string>) : [],
  );
};

/**
 * Writes the page with its weights, for any static host.
 *
 * @throws InterpError `bad-option` where the folder is there and not empty
 */
export const copySite = (folder: string, out: string): void => {
  if (existsSync(out) && readdirSync(out).length > 0)
    throw new InterpError('bad-option', `${shownPath(out)} is not empty; expected a new folder, or an empty one`);
  const half = `${out}.${process.pid}.part`;
  try {
    cpSync(folder, half, { recursive: true });
    for (const [name, file] of weightsOf(folder)) copyFileSync(join(weightsFolder(), file), join(half, name));
    rmSync(out, { recursive: true, force: true });
    renameSync(half, out);
  } finally {
    rmSync(half, { recursive: true, force: true });
  }
};
