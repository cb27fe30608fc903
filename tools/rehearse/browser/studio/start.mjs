// The studio's page: built, and served by the command line as people start it.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'vite';
import { root } from '../../../lib/workspace.mjs';

/** Where the built page lies. */
export const page = join(root, 'apps', 'cli', 'studio');

/** Builds the page, unless CI has just done so. */
export async function buildStudio() {
  if (process.env.CI) return;
  await build({ root: join(root, 'apps', 'studio'), logLevel: 'error' });
}

/** Runs `interp studio`; its address, and what ends it as Ctrl-C does. */
export async function startStudio() {
  const program = join(root, 'apps', 'cli', 'bin', 'interp.js');
  const child = spawn(process.execPath, [program, 'studio', '--no-open', '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [url] = await new Promise((resolve) => {
    createInterface(child.stdout).once('line', (line) => resolve([line]));
    child.once('exit', () => resolve([]));
  });
  if (!/^http:\/\/127\.0\.0\.1:\d+\/$/.test(url ?? '')) throw new Error(`interp studio says ${url} first`);
  const ended = new Promise((resolve) => child.once('exit', resolve));
  return {
    url,
    close: () => {
      child.kill('SIGINT');
      return ended;
    },
  };
}
