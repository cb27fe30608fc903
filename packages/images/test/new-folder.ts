import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for the tests of a file, which is removed after them; `at` gives the path of a name in it. */
export const newFolder = (): { readonly path: string; readonly at: (...names: string[]) => string } => {
  const path = mkdtempSync(join(tmpdir(), 'interp-images-'));
  afterAll(() => rmSync(path, { recursive: true, force: true }));
  return { path, at: (...names) => join(path, ...names) };
};
