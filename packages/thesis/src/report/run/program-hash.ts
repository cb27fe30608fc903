import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const packages = [
  'adversarial',
  'am',
  'backend',
  'core',
  'gan',
  'lenet',
  'lrp',
  'mnist',
  'pretrained',
  'rbm',
  'sevenseg',
  'viz',
] as const;

const programs = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => ['.js', '.ts'].includes(extname(name)) && !name.endsWith('.d.ts'))
    .sort()
    .map((name) => join(folder, name));

/** A hash of this package and of those that it uses, so that figures drawn by others are drawn again. */
export const programHash = (resolve: (specifier: string) => string, others: readonly string[] = []): string => {
  const hash = createHash('sha256');
  const own = dirname(dirname(fileURLToPath(import.meta.url)));
  const folders = [own, ...others, ...packages.map((name) => dirname(resolve(`@interp/${name}`)))];
  for (const file of folders.flatMap(programs)) hash.update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
};
