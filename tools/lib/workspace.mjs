// What the tools know of the repository: its root, its packages, and how to run a command in it.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** The repository's root folder. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/** Reads a JSON file. */
export const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));

/** Every workspace under `from` that is published: `{ folder, path, manifest }`, with `folder` as in "packages/core". */
export function workspaces(from = root) {
  return ['packages', 'apps']
    .filter((parent) => existsSync(join(from, parent)))
    .flatMap((parent) => readdirSync(join(from, parent)).map((name) => `${parent}/${name}`))
    .filter((folder) => existsSync(join(from, folder, 'package.json')))
    .map((folder) => ({ folder, path: join(from, folder), manifest: readJson(join(from, folder, 'package.json')) }))
    .filter(({ manifest }) => !manifest.private);
}

/** Packages whose main entry point needs Node.js, too, as machine code does: what imports them asks whether it is there. */
export const forNodeAlone = ['@interp/batch', '@interp/native', '@interp/open'];

/** The files under `folder`, as paths relative to it, that `keep` accepts; none if there is no such folder. */
export function filesUnder(folder, keep = () => true) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .filter(keep)
    .sort();
}

/** Runs Node.js on `args` in `cwd` with this terminal's streams; returns the exit code. */
export function runNode(args, { cwd = root, env = process.env } = {}) {
  const { status, signal } = spawnSync(process.execPath, args, { cwd, env, stdio: 'inherit' });
  return status ?? (signal === 'SIGINT' ? 130 : 1);
}

/** Whether the module with this URL is the script that Node.js was started with. */
export const isMain = (url) =>
  process.argv[1] !== undefined && url === pathToFileURL(realpathSync(process.argv[1])).href;

/** How to start npm: by the very npm that started this script where there is one. */
export function npmCommand() {
  const script = process.env.npm_execpath;
  const viaNode = script !== undefined && /\.c?js$/.test(script);
  return viaNode ? { command: process.execPath, before: [script] } : { command: 'npm', before: [] };
}
