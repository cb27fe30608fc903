import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';

/** The folder of the C sources. */
export const sourceFolder = new URL('../c/', import.meta.url);

/**
 * What says whether an addon belongs to the sources.
 *
 * @returns {string} SHA-256 of the names and contents of all C files, and of how they are compiled
 */
export const sourceHash = () => {
  const hash = createHash('sha256');
  for (const name of readdirSync(sourceFolder).sort())
    hash.update(name).update(readFileSync(new URL(name, sourceFolder)));
  return hash.update(readFileSync(new URL('compile.mjs', import.meta.url))).digest('hex');
};
