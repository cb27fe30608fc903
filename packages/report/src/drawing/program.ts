import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { checkGivenText } from '@interp/checks';

const programs = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => ['.js', '.ts'].includes(extname(name)) && !name.endsWith('.d.ts'))
    .sort()
    .map((name) => join(folder, name));

/**
 * A hash of a package's program and of its dependencies in the same scope, so that figures drawn by others are drawn again.
 *
 * @param manifest - the path of its package.json
 * @param folder - where its program is
 * @returns 16 hexadecimal digits
 */
export const programHash = (manifest: string, folder: string): string => {
  checkGivenText('the manifest', manifest, 'the path of a package.json');
  checkGivenText('the folder', folder, 'a path');
  const { name, dependencies = {} } = JSON.parse(readFileSync(manifest, 'utf8')) as {
    readonly name: string;
    readonly dependencies?: Readonly<Record<string, string>>;
  };
  const { resolve } = createRequire(manifest);
  const [scope] = name.split('/');
  const siblings = Object.keys(dependencies).filter((other) => other.startsWith(`${scope}/`));
  const hash = createHash('sha256');
  for (const file of [folder, ...siblings.map((other) => dirname(resolve(other)))].flatMap(programs))
    hash.update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
};
