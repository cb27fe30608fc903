// node tools/jest.mjs --testMatch '<rootDir>/packages/bullmq/test/hosts/*.ts': not one of the tests of `npm test`, as it makes networks of its own.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startBackend } from '@interp/backend';
import { batchStatus, pauseBatch, resumeBatch, submitBatch, workOnBatch, type BatchJob } from '@interp/batch';
import { hasRedis } from '../redis-server.js';

const folder = mkdtempSync(join(tmpdir(), 'interp-hosts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeAll(() => startBackend('wasm'));

const ip = (...words: readonly string[]): boolean => spawnSync('ip', words, { stdio: 'ignore' }).status === 0;

/** Hosts of this test's own, each a namespace with a network to the first. */
const hosts = [0, 1, 2].map((i) => `interp-${process.pid}-${i}`);
const linkOf = (i: number): string => `it${process.pid % 100_000}-${i}`;

/** Whether hosts may be made here: by root, where the kernel lets it. */
const mayMakeHosts = hasRedis && ip('netns', 'add', hosts[0]) && ip('link', 'add', linkOf(9), 'type', 'veth', 'peer', 'name', linkOf(8)) && ip('link', 'del', linkOf(9)); // prettier-ignore
ip('netns', 'del', hosts[0]);

const makeHosts = (): void => {
  for (const host of hosts) {
    ip('netns', 'add', host);
    ip('-n', host, 'link', 'set', 'lo', 'up');
  }
  for (const i of [1, 2]) {
    const [here, there] = [`${linkOf(i)}a`, `${linkOf(i)}b`];
    ip('link', 'add', here, 'netns', hosts[0], 'type', 'veth', 'peer', 'name', there, 'netns', hosts[i]);
    for (const [host, link, end] of [
      [hosts[0], here, 1],
      [hosts[i], there, 2],
    ] as const) {
      // prettier-ignore
      ip('-n', host, 'addr', 'add', `10.77.${i}.${end}/24`, 'dev', link);
      ip('-n', host, 'link', 'set', link, 'up');
    }
  }
};

/** A program on one of the hosts. */
const on = (host: number, program: string, ...words: readonly string[]): ChildProcess =>
  spawn('ip', ['netns', 'exec', hosts[host], program, ...words], { stdio: ['ignore', 'ignore', 'inherit'] });

const until = async (isSo: () => boolean): Promise<void> => {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 20));
};

const resultsOf = (place: string): ReadonlyMap<string, string> =>
  new Map(
    readdirSync(join(place, 'results/00000'))
      .sort()
      .map((file) => [file, readFileSync(join(place, 'results/00000', file)).toString('base64')]),
  );
/** Chunks that a worker has done; undefined before it is at work. */
const doneBy = (place: string, pid = 0): number | undefined => {
  const workers = join(place, 'workers');
  const files = existsSync(workers) ? readdirSync(workers) : [];
  const file = files.find((name) => name.includes(`-${pid}-`) && name.endsWith('.json'));
  return file === undefined
    ? undefined
    : (JSON.parse(readFileSync(join(workers, file), 'utf8')) as { readonly done: number }).done;
};
const doneIn = (place: string): number =>
  existsSync(join(place, 'results/00000'))
    ? readdirSync(join(place, 'results/00000')).filter((file) => file.endsWith('.json')).length
    : 0;

(mayMakeHosts ? test : test.skip)(
  'three hosts share a job and lose nothing while one of them is cut off (needs root, ip and redis-server)',
  async () => {
    const job: BatchJob<'explain'> = { task: 'explain', inputs: ['drawn:test/0-999'], chunk: 10, backend: 'wasm' };
    const [alone, place] = [join(folder, 'alone'), join(folder, 'shared')];
    await submitBatch(job, alone);
    await workOnBatch(alone, { processes: 0, untilDone: true });
    await submitBatch(job, place);
    await pauseBatch(place);
    makeHosts();
    const running: ChildProcess[] = [];
    try {
      running.push(on(0, 'redis-server', '--port', '6379', '--protected-mode', 'no', '--save', '', '--dir', folder));
      await until(() =>
        spawnSync('ip', ['netns', 'exec', hosts[0], 'redis-cli', 'ping']).stdout.toString().includes('PONG'),
      );
      const worker = (host: number, redis: string): ChildProcess => {
        // Built, so that all of them are there soon.
        const program = fileURLToPath(new URL('../../../../tools/rehearse/batch/worker.mjs', import.meta.url));
        return on(host, process.execPath, program, place, `redis://${redis}:6379`);
      };
      const workers = [worker(0, '127.0.0.1'), worker(1, '10.77.1.1'), worker(2, '10.77.2.1')];
      running.push(...workers);
      // The job rests until all are there, so that each of them does some.
      await until(() => workers.every(({ pid }) => doneBy(place, pid) !== undefined));
      await resumeBatch(place);
      await until(() => (doneBy(place, workers[2].pid) ?? 0) > 0);
      ip('-n', hosts[2], 'link', 'set', `${linkOf(2)}b`, 'down');
      const [before, since] = [doneIn(place), performance.now()];
      // The others go on meanwhile, for longer than a lock holds.
      await until(() => doneIn(place) >= before + 10 && performance.now() - since > 7000);
      const cut = doneBy(place, workers[2].pid);
      ip('-n', hosts[2], 'link', 'set', `${linkOf(2)}b`, 'up');
      // Once it is back it goes on, unless nothing is left.
      await until(() => (doneBy(place, workers[2].pid) ?? 0) > (cut ?? 0) || doneIn(place) === 100);
      expect([null, 0]).toContain(workers[2].exitCode);
      await until(() => doneIn(place) === 100);
      // Whoever finds the last chunk done closes the job.
      await until(() => existsSync(join(place, 'manifest.json')));
      expect(await batchStatus(place)).toMatchObject({ done: 100, failed: 0, closed: true });
      expect(resultsOf(place)).toEqual(resultsOf(alone));
    } finally {
      for (const child of running) child.kill('SIGKILL');
      // A program in a namespace keeps it: those that ip started are ended with it.
      for (const host of hosts) {
        const pids = spawnSync('ip', ['netns', 'pids', host]).stdout.toString().split('\n').filter(Boolean);
        for (const pid of pids) process.kill(Number(pid), 'SIGKILL');
        ip('netns', 'del', host);
      }
    }
  },
  240_000,
);
