import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../lib/free-port.mjs';
import { root } from '../../lib/workspace.mjs';
import { plainEnvironment, run } from './run.mjs';

/** A setting of npm as it is configured here, by files or by the environment, or undefined. */
async function npmSetting(name) {
  const value = (await run('npm', ['config', 'get', name], { cwd: root, env: process.env })).trim();
  return ['null', 'undefined', ''].includes(value) ? undefined : value;
}

/** Ours are published here and nowhere else; everything else comes from the registry that npm is configured for. */
async function configuration(folder) {
  const [upstream, authorities] = await Promise.all([npmSetting('registry'), npmSetting('cafile')]);
  const ca = authorities !== undefined && existsSync(authorities) ? { ca: readFileSync(authorities, 'utf8') } : {};
  return {
    storage: join(folder, 'storage'),
    auth: { htpasswd: { file: join(folder, 'htpasswd'), max_users: -1 } },
    uplinks: { upstream: { url: upstream, maxage: '60m', timeout: '60s', max_fails: 100, ...ca } },
    packages: {
      '@interp/*': { access: '$all', publish: '$all' },
      '**': { access: '$all', proxy: 'upstream' },
    },
    middlewares: {},
    max_body_size: '100mb',
    log: { type: 'stdout', format: 'json', level: 'error' },
  };
}

/**
 * Starts a registry on this machine, its packages in `folder`.
 *
 * @param {string} folder - made if it is not there
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
export async function startRegistry(folder) {
  mkdirSync(folder, { recursive: true });
  const config = join(folder, 'config.yaml');
  writeFileSync(config, JSON.stringify(await configuration(folder), null, 2));
  const url = `http://127.0.0.1:${await freePort()}/`;
  const program = fileURLToPath(import.meta.resolve('verdaccio/bin/verdaccio'));
  const child = spawn(process.execPath, [program, '--config', config, '--listen', url.slice(0, -1)], {
    cwd: folder,
    env: plainEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data) => (said = `${said}${data}`.slice(-4000)));
  const exited = once(child, 'exit');
  for (let tries = 0; !(await answers(`${url}-/ping`)); tries++) {
    if (child.exitCode !== null || tries === 300) throw new Error(`the local registry does not start: ${said}`);
    await sleep(200);
  }
  const close = async () => {
    child.kill();
    await exited;
  };
  return { url, close };
}

const answers = async (url) => {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
};
