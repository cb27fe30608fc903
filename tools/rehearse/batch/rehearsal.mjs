// What the rehearsals of batches share.
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const began = performance.now();

/** Prints a line with the seconds since the start. */
export const say = (message) =>
  console.log(`${((performance.now() - began) / 1000).toFixed(0).padStart(5)} s  ${message}`);

/** Starts a Redis of this machine alone, which writes what it does into a folder. */
export const startRedis = (port, folder) => {
  mkdirSync(folder, { recursive: true });
  const where = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder];
  return spawn('redis-server', [...where, '--appendonly', 'yes', '--save', ''], { stdio: 'ignore' });
};

/** The program of a worker, worker.mjs PLACE [REDIS]. */
export const workerProgram = fileURLToPath(new URL('worker.mjs', import.meta.url));

/** Workers in processes of their own. */
export const workerProcesses = () => {
  /** @type {Set<import('node:child_process').ChildProcess>} */
  const running = new Set();
  return {
    running,
    /** Starts a worker on a job, by a Redis or by files. */
    start: (place, redis = '') => {
      const child = spawn(process.execPath, [workerProgram, place, redis], { stdio: ['ignore', 'ignore', 'inherit'] });
      running.add(child);
      child.once('exit', () => running.delete(child));
      return child;
    },
    killAll: () => {
      for (const child of running) child.kill('SIGKILL');
    },
  };
};
