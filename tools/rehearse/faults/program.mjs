// Runs programs that are to be killed: `interp` from its build, or from its sources where there is no build.
import { spawn } from 'node:child_process';
import { existsSync, watch } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { root } from '../../lib/workspace.mjs';

const built = join(root, 'apps/cli/dist/main.js');
const fromSource = [
  '--conditions=@interp/source',
  '--import',
  pathToFileURL(join(root, 'tools/lib/typescript.mjs')).href,
  join(root, 'apps/cli/src/main.ts'),
];

/** How to start `interp` with some arguments: what `start` takes. */
export const interp = (...args) => [...(existsSync(built) ? [built] : fromSource), ...args];

/**
 * Starts Node.js on `args` and waits for its end.
 *
 * @param {string[]} args - a script and its arguments
 * @param {{ onStart?: (child: import('node:child_process').ChildProcess) => void, env?: NodeJS.ProcessEnv, shell?: string }} [options] -
 *   `onStart` is given the child; `shell` are words before `node`
 * @returns {Promise<{ code: number | null, signal: string | null, ms: number, out: string, err: string }>} exit code, signal,
 *   milliseconds, both outputs
 */
export function start(args, { onStart, env = {}, shell } = {}) {
  return new Promise((resolve, reject) => {
    const begun = performance.now();
    /** @type {import('node:child_process').SpawnOptions} */
    const options = { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] };
    const child = shell
      ? spawn('sh', ['-c', `${shell}; exec "$@"`, 'sh', process.execPath, ...args], options)
      : spawn(process.execPath, args, options);
    let [out, err] = ['', ''];
    child.stdout.on('data', (bytes) => (out += bytes));
    child.stderr.on('data', (bytes) => (err += bytes));
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, ms: performance.now() - begun, out, err }));
    onStart?.(child);
  });
}

/**
 * When a try is killed: at a moment of the run's usual time, or with the n-th change in the folder, which is when files are written.
 *
 * @param random - gives numbers from 0 to 1
 * @param usual - milliseconds that the run takes, and changes that it makes to the folder
 */
export const momentOf = (random, { ms, changes }) =>
  random() < 0.5 ? { after: ms * (0.15 + 0.95 * random()) } : { change: 1 + Math.floor(random() * changes) };

/** Counts the changes in a folder; `onChange` is told how many there were. */
export function watchFolder(folder, onChange) {
  let changes = 0;
  const watcher = watch(folder, () => onChange((changes += 1)));
  return { count: () => changes, close: () => watcher.close() };
}

/**
 * Starts a program and sends it a signal at a moment, unless it ends before.
 *
 * @param {string[]} args - as of {@link start}
 * @param {{ folder: string, moment: { after?: number, change?: number }, signal?: NodeJS.Signals, env?: NodeJS.ProcessEnv, shell?: string }} options
 */
export async function startAndSignal(args, { folder, moment, signal = 'SIGKILL', ...options }) {
  /** @type {ReturnType<typeof watchFolder> | undefined} */
  let watcher;
  const result = await start(args, {
    ...options,
    onStart: (child) => {
      const now = () => child.exitCode === null && child.signalCode === null && child.kill(signal);
      if (moment.after !== undefined) void wait(moment.after, undefined, { ref: false }).then(now);
      else watcher = watchFolder(folder, (changes) => changes >= moment.change && now());
    },
  });
  watcher?.close();
  return result;
}
