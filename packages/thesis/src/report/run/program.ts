import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const own = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

const manifest = (): { readonly version: string; readonly dependencies: Readonly<Record<string, string>> } =>
  JSON.parse(readFileSync(join(dirname(own), 'package.json'), 'utf8')) as ReturnType<typeof manifest>;

/** The file that an import of this package stands for. */
export const resolveImport = (specifier: string): string => createRequire(import.meta.url).resolve(specifier);

/** Version of this package, which is that of all of them. */
export const programVersion = (): string => manifest().version;

const programs = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => ['.js', '.ts'].includes(extname(name)) && !name.endsWith('.d.ts'))
    .sort()
    .map((name) => join(folder, name));

/** A hash of this package and of those that it uses, so that figures drawn by others are drawn again. */
export const programHash = (): string => {
  const packages = Object.keys(manifest().dependencies).filter((name) => name.startsWith('@interp/'));
  const folders = [own, ...packages.map((name) => dirname(resolveImport(name)))];
  const hash = createHash('sha256');
  for (const file of folders.flatMap(programs)) hash.update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
};
