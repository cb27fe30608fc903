// What programs are run by: versions of Node.js, Deno and Bun, each installed from the registry.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { run, withNode } from './run.mjs';

/** The versions of Node.js that a rehearsal tries: the lowest that the packages promise to run on, and the newest of 24. */
export const nodeVersions = ['20.19.0', '22.12.0', '24'];

const { platform, arch } = process;

/** Installs a package in a folder of its own; where it lies. Of runtimes that of one platform is taken: those that choose one need an install script. */
export async function installed(name, wanted, folder, env) {
  const cwd = join(folder, `${name.replace('/', '-')}-${wanted}`);
  mkdirSync(cwd, { recursive: true });
  await run('npm', ['install', '--ignore-scripts', '--prefix', cwd, `${name}@${wanted}`], { cwd, env });
  return join(cwd, 'node_modules', ...name.split('/'));
}

/** A program that runs scripts: what it is called, its command, and the environment that makes it the one that npx takes. */
const nodeOf = (version, binary) => ({
  label: `Node.js ${version}`,
  command: [binary, '--no-warnings'],
  isNode: true,
  environment: (env) => withNode(binary, env),
});

const otherOf = (label, command) => ({ label, command, isNode: false, environment: (env) => env });

/** @typedef {ReturnType<typeof nodeOf>} Runtime */

/** The running Node.js. */
export const runningNode = () => nodeOf(process.version.slice(1), process.execPath);

/**
 * Installs a version of Node.js in `folder`.
 *
 * @throws {Error} where the program that comes is another version
 */
export async function installNode(wanted, folder, env) {
  const name = `node-${platform === 'win32' ? 'win' : platform}-${arch}`;
  const binary = join(await installed(name, wanted, folder, env), 'bin', 'node');
  const version = (await run(binary, ['--print', 'process.version'], { cwd: folder, env })).trim().slice(1);
  if (version !== wanted && !version.startsWith(`${wanted}.`))
    throw new Error(`${name}@${wanted} brings Node.js ${version}`);
  return nodeOf(version, binary);
}

/** Installs Deno 2 in `folder`. */
export async function installDeno(folder, env) {
  const name = `@deno/${platform}-${arch}${platform === 'linux' ? '-glibc' : ''}`;
  const binary = join(await installed(name, '2', folder, env), 'deno');
  const [, version] = /^deno (\S+)/.exec(await run(binary, ['--version'], { cwd: folder, env }));
  return otherOf(`Deno ${version}`, [binary, 'run', '--quiet', '--allow-all']);
}

/** Installs Bun 1 in `folder`. */
export async function installBun(folder, env) {
  const name = `@oven/bun-${platform}-${arch === 'arm64' ? 'aarch64' : arch}`;
  const binary = join(await installed(name, '1', folder, env), 'bin', 'bun');
  return otherOf(`Bun ${(await run(binary, ['--version'], { cwd: folder, env })).trim()}`, [binary]);
}
