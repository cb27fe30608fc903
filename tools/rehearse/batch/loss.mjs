#!/usr/bin/env node
// node tools/rehearse/batch/loss.mjs [--images 10000] [--chunk 20] [--workers 4] [--kills 100]: explanations by workers on BullMQ that are killed with -9 at
// random, with a Redis that is killed and started again on its append-only file in the middle, and a submitter that is gone after it has put the first
// chunks into the queue. Compares the bytes of all shards with those of one process that nobody touched, and prints what was lost. Needs redis-server.
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { batchStatus, resumeBatch, submitBatch, workOnBatch } from '@interp/batch';
import { bullmqEngine } from '@interp/bullmq';
import { freePort } from '../../lib/free-port.mjs';
import { say, startRedis, workerProcesses } from './rehearsal.mjs';

const text = (value) => ({ type: /** @type {const} */ ('string'), default: String(value) });
const { values } = parseArgs({
  options: { images: text(10_000), chunk: text(20), workers: text(4), kills: text(100), seed: text(1) },
});
const [images, chunk, workers, kills] = [values.images, values.chunk, values.workers, values.kills].map(Number);
const folder = mkdtempSync(join(tmpdir(), 'interp-loss-'));

/** Numbers from 0 to 1 that are the same in each run. */
let state = Number(values.seed);
const random = () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
};

const port = await freePort();
const url = `redis://127.0.0.1:${port}`;

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

try {
  const inputs = Array.from(
    { length: Math.ceil(images / 1000) },
    (_, i) => `drawn:${i % 2 ? 'train' : 'test'}/0-${Math.min(999, images - 1000 * i - 1)}`,
  );
  const job = { task: /** @type {const} */ ('explain'), inputs, chunk, backend: /** @type {const} */ ('wasm') };
  const [alone, place] = ['alone', 'shared'].map((name) => join(folder, name));
  const { chunks } = await submitBatch(job, alone);
  const { seconds } = await workOnBatch(alone, { processes: 1, untilDone: true });
  say(`one process: ${images} explanations in ${chunks} chunks, ${seconds.toFixed(1)} s`);
  await submitBatch(job, place);
  const engine = bullmqEngine({ redis: url, waiting: 50 });
  await resumeBatch(place, { engine });
  for (let i = 0; i < workers; i++) start(place, url);
  let [killed, restarts] = [0, 0];
  for (;;) {
    await wait(100 + 500 * random());
    const { done, failed } = await batchStatus(place);
    if (done + failed === chunks) break;
    const due = Math.floor((kills * done) / chunks);
    if (killed < kills && killed <= due + workers) {
      const all = [...running];
      all[Math.floor(random() * all.length)]?.kill('SIGKILL');
      killed++;
    }
    if (restarts < 2 && done > (chunks * (restarts + 1)) / 3) {
      redis.kill('SIGKILL');
      await once(redis, 'exit');
      await wait(2000);
      redis = startRedis(port, join(folder, 'redis'));
      restarts++;
      say(`${done} of ${chunks} done, ${killed} workers killed; Redis killed and started again`);
    }
    while (running.size < workers) start(place, url);
  }
  // Whoever is killed last may have been about to close the job.
  await workOnBatch(place, { engine, processes: 1, untilDone: true });
  killAll();
  const status = await batchStatus(place);
  const [one, other] = [resultsOf(alone), resultsOf(place)];
  const lost = [...one.keys()].filter((file) => !other.has(file)).length;
  const different = [...one].filter(([file, bytes]) => other.has(file) && !bytes.equals(other.get(file))).length;
  const more = [...other.keys()].filter((file) => !one.has(file)).length;
  say(
    `${killed} workers killed with -9, Redis ${restarts} times; ${status.duplicates} chunks seen to be computed twice`,
  );
  say(
    `lost ${lost}, different ${different}, besides ${more} of ${one.size} files; set aside ${status.failed}; ${existsSync(join(place, 'manifest.json')) ? 'closed' : 'not closed'}`,
  );
  process.exitCode = lost + different + more + status.failed === 0 ? 0 : 1;
} finally {
  killAll();
  redis.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
