import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';

/**
 * What says whether the compiled kernels belong to the sources.
 *
 * @returns {string} SHA-256 of the names and contents of all `.as` files here
 */
export const sourceHash = () => {
  const hash = createHash('sha256');
  const names = readdirSync(new URL('.', import.meta.url)).filter((name) => name.endsWith('.as'));
  for (const name of names.sort()) hash.update(name).update(readFileSync(new URL(name, import.meta.url)));
  return hash.digest('hex');
};
