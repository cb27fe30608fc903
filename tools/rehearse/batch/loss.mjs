#!/usr/bin/env node
// node tools/rehearse/batch/loss.mjs [--images 10000] [--chunk 20] [--workers 4] [--kills 100] [--seed 1] [--task explain] [--options '{}']: a job by workers
// on BullMQ, each of which reaches Redis through a proxy of its own. By chance, which the seed decides, workers are killed with -9, are told to end, and join; their connections are cut or
// stall; Redis is killed and started again on its append-only file, and forgets all once; whoever submits is killed before it is done, and after it has put the
// first chunks into the queue. Compares the bytes of all shards with those of one process that nobody touched, and prints what was lost. Needs redis-server.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { batchStatus, resumeBatch, submitBatch, workOnBatch } from '@interp/batch';
import { bullmqEngine } from '@interp/bullmq';
import { Redis } from 'ioredis';
import { freePort } from '../../lib/free-port.mjs';
import { say, startRedis, workerProcesses } from './rehearsal.mjs';
import { openProxy } from './severable-proxy.mjs';

const text = (value) => ({ type: /** @type {const} */ ('string'), default: String(value) });
const { values } = parseArgs({
  options: {
    ...{ images: text(10_000), chunk: text(20), workers: text(4), kills: text(100), seed: text(1) },
    ...{ task: text('explain'), options: text('{}') },
  },
});
const [images, chunk, workers, kills, seed] = ['images', 'chunk', 'workers', 'kills', 'seed'].map((name) =>
  Number(values[name]),
);
const folder = mkdtempSync(join(tmpdir(), 'interp-loss-'));

/** Numbers from 0 to 1 that are the same in each run. */
let state = seed;
const random = () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
};
const oneOf = (all) => all[Math.floor(random() * all.length)];

const port = await freePort();
const url = `redis://127.0.0.1:${port}`;
const counts = { killed: 0, ended: 0, joined: 0, cut: 0, stalled: 0, restarts: 0, flushed: 0, submitters: 0 };

/** The bytes of all results of a job, by the names of their files. */
const resultsOf = (place) => {
  const results = join(place, 'results');
  const files = readdirSync(results, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.(?:json|safetensors)$/.test(file),
  );
  return new Map(files.sort().map((file) => [file, readFileSync(join(results, file))]));
};

let redis = startRedis(port, join(folder, 'redis'));
const { running, start, killAll } = workerProcesses();
/** @type {Map<import('node:child_process').ChildProcess, Awaited<ReturnType<typeof openProxy>>>} */
const proxies = new Map();

/** Submits a job by a process that is killed after some time; false where it was done before. */
const submitKilled = async (place, job, milliseconds) => {
  const program = fileURLToPath(new URL('submitter.mjs', import.meta.url));
  const child = spawn(process.execPath, [program, place, url, JSON.stringify(job)], { stdio: ['ignore', 'ignore', 'inherit'] }); // prettier-ignore
  const timer = setTimeout(() => child.kill('SIGKILL'), milliseconds);
  const [, signal] = await once(child, 'exit');
  clearTimeout(timer);
  if (signal !== null) counts.submitters++;
  return signal !== null;
};

const addWorker = async (place) => {
  const proxy = await openProxy(port);
  const child = start(place, `redis://127.0.0.1:${proxy.port}`);
  proxies.set(child, proxy);
  child.once('exit', () => {
    proxy.close();
    proxies.delete(child);
  });
  counts.joined++;
};

/** Kills Redis, and starts it again after a while. */
const restart = async () => {
  redis.kill('SIGKILL');
  await once(redis, 'exit');
  await wait(200 + 4000 * random());
  redis = startRedis(port, join(folder, 'redis'));
  counts.restarts++;
};

/** Has Redis forget all that it knows. */
const flush = async () => {
  const client = new Redis(url, { maxRetriesPerRequest: null, retryStrategy: () => 100 });
  client.on('error', () => undefined);
  await client.flushall();
  client.disconnect();
  counts.flushed++;
};

/** What befalls a worker, or nothing. */
const strike = () => {
  const [child, proxy] = oneOf([...proxies]) ?? [];
  const chance = random();
  if (!child || chance > 0.4) return;
  if (chance < 0.08) {
    child.kill('SIGTERM');
    counts.ended++;
  } else if (chance < 0.25) {
    proxy.cut(8000 * random());
    counts.cut++;
  } else {
    proxy.stall(10_000 * random());
    counts.stalled++;
  }
};

try {
  const inputs = Array.from(
    { length: Math.ceil(images / 1000) },
    (_, i) => `drawn:${i % 2 ? 'train' : 'test'}/0-${Math.min(999, images - 1000 * i - 1)}`,
  );
  const job = { task: /** @type {'explain'} */ (values.task), options: JSON.parse(String(values.options)), inputs: values.task === 'prototype' ? ['all'] : inputs, chunk, seed, backend: /** @type {const} */ ('wasm') }; // prettier-ignore
  const [alone, place] = ['alone', 'shared'].map((name) => join(folder, name));
  const { chunks } = await submitBatch(job, alone);
  const { seconds } = await workOnBatch(alone, { processes: 1, untilDone: true });
  say(`one process: ${chunks} chunks of ${values.task}, seed ${seed}, ${seconds.toFixed(1)} s`);
  for (let i = 0; i < 3; i++) await submitKilled(place, job, 300 + 3000 * random());
  while (!existsSync(join(place, 'job.json'))) await submitKilled(place, job, 300_000);
  const engine = bullmqEngine({ redis: url, waiting: 50 });
  await resumeBatch(place, { engine });
  const began = performance.now();
  for (;;) {
    await wait(100 + 400 * random());
    const { done, failed } = await batchStatus(place);
    if (done + failed === chunks) break;
    const due = Math.floor((kills * done) / chunks);
    const most = Math.max(1, Math.round(workers * (0.5 + random())));
    if (running.size < most && random() < 0.7) await addWorker(place);
    if (counts.killed < kills && counts.killed <= due + workers && running.size > 0) {
      oneOf([...running]).kill('SIGKILL');
      counts.killed++;
    }
    strike();
    if (counts.restarts < 3 && done > (chunks * (counts.restarts + 1)) / 4) await restart();
    if (counts.flushed < 1 && done > (chunks * 2) / 3) await flush();
  }
  // Whoever is killed last may have been about to close the job.
  await workOnBatch(place, { engine, processes: 1, untilDone: true });
  const took = (performance.now() - began) / 1000;
  killAll();
  const status = await batchStatus(place);
  const [one, other] = [resultsOf(alone), resultsOf(place)];
  const lost = [...one.keys()].filter((file) => !other.has(file)).length;
  const different = [...one].filter(([file, bytes]) => other.has(file) && !bytes.equals(other.get(file))).length;
  const more = [...other.keys()].filter((file) => !one.has(file)).length;
  say(`${Object.entries(counts).map(([name, count]) => `${name} ${count}`).join(', ')}; ${took.toFixed(0)} s; ${status.duplicates} chunks seen to be computed twice`); // prettier-ignore
  say(
    `lost ${lost}, different ${different}, besides ${more} of ${one.size} files; set aside ${status.failed}; ${existsSync(join(place, 'manifest.json')) ? 'closed' : 'not closed'}`,
  );
  process.exitCode = lost + different + more + status.failed === 0 ? 0 : 1;
} finally {
  killAll();
  redis.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
process.exit();
