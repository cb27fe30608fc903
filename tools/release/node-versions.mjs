import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run.mjs';

/** The versions of Node.js that a rehearsal tries: the lowest that the packages promise to run on, and the newest of 24. */
export const nodeVersions = ['20.19.0', '22.12.0', '24'];

const platform = process.platform === 'win32' ? 'win' : process.platform;

/**
 * Installs a version of Node.js in `folder`. The package of one platform is taken: `node` itself needs an install script, and is the running one without.
 *
 * @returns {Promise<{ version: string, binary: string }>}
 * @throws {Error} where the program that comes is another version
 */
export async function installNode(wanted, folder, env) {
  const cwd = join(folder, `node-${wanted}`);
  mkdirSync(cwd, { recursive: true });
  const name = `node-${platform}-${process.arch}`;
  await run('npm', ['install', '--ignore-scripts', '--prefix', cwd, `${name}@${wanted}`], { cwd, env });
  const binary = join(cwd, 'node_modules', name, 'bin', 'node');
  const version = (await run(binary, ['--print', 'process.version'], { cwd, env })).trim().slice(1);
  if (version !== wanted && !version.startsWith(`${wanted}.`))
    throw new Error(`${name}@${wanted} brings Node.js ${version}`);
  return { version, binary };
}
