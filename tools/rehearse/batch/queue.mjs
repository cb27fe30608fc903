#!/usr/bin/env node
// node tools/rehearse/batch/queue.mjs [--chunks 1000000] [--concurrency 64]: what the queue itself takes. A job of so many chunks is submitted, drained through
// BullMQ by one worker, and closed; computing is replaced by a constant, and results are made up when they are read, so that nothing but job, queue and
// manifest is measured. Prints rates, the memory of this process and of Redis; then how much longer chunks of one second take than by the local engine.
// Needs redis-server, and a folder in memory for the pages of chunks.
import { mkdtempSync, rmSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { localEngine, submitBatch } from '@interp/batch';
import { bullmqEngine } from '@interp/bullmq';
import { Redis } from 'ioredis';
import { sharedJob } from '../../../packages/batch/dist/engines/shared-job.js';
import { closeBatch } from '../../../packages/batch/dist/manifest.js';
import { openStorage } from '../../../packages/batch/dist/storage/open-storage.js';
import { freePort } from '../../lib/free-port.mjs';
import { say, startRedis } from './rehearsal.mjs';

const text = (value) => ({ type: /** @type {const} */ ('string'), default: String(value) });
const { values } = parseArgs({ options: { chunks: text(1_000_000), concurrency: text(64), seconds: text(40) } });
const [chunks, concurrency, seconds] = [values.chunks, values.concurrency, values.seconds].map(Number);
const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'interp-queue-'));
const megabytes = (bytes) => `${(bytes / 2 ** 20).toFixed(0)} MB`;

const port = await freePort();
const redisServer = startRedis(port, folder);
const address = `redis://127.0.0.1:${port}`;
const redis = new Redis(address, { retryStrategy: () => 50, maxRetriesPerRequest: null });
redis.on('error', () => undefined);
const redisMemory = async () => Number(/used_memory:(\d+)/.exec(await redis.info('memory'))?.[1]);

/** The largest of what is measured every half second, of this process and of Redis. */
const watch = () => {
  const most = { heap: 0, resident: 0, redis: 0 };
  const timer = setInterval(() => {
    const { heapUsed, rss } = process.memoryUsage();
    most.heap = Math.max(most.heap, heapUsed);
    most.resident = Math.max(most.resident, rss);
    void redisMemory().then((bytes) => (most.redis = Math.max(most.redis, bytes)));
  }, 500);
  return () => {
    clearInterval(timer);
    return `heap at most ${megabytes(most.heap)}, resident ${megabytes(most.resident)}, Redis ${megabytes(most.redis)}`;
  };
};

/** A job whose results are constants, in a storage that makes them up: which chunks are done is a bit each. */
const constantJob = async (place) => {
  const real = await openStorage(place);
  const job = JSON.parse(Buffer.from(/** @type {Uint8Array} */ (await real.read('job.json'))).toString());
  const done = new Uint8Array(job.chunks);
  const known = sharedJob(real, job);
  const storage = {
    ...real,
    read: async (name) => {
      const [, index] = /^results\/\d+\/(\d+)-/.exec(name) ?? [];
      if (index === undefined) return real.read(name);
      if (!done[Number(index)]) return undefined;
      const { hash } = await known.chunkAt(Number(index));
      const shard = { file: `results/${index}`, sha256: hash, bytes: 0 };
      return Buffer.from(JSON.stringify({ chunk: Number(index), hash, images: 1, shard, results: [] }));
    },
    list: async (name) => {
      const [, page] = /^results\/(\d+)$/.exec(name) ?? [];
      if (page === undefined) return real.list(name);
      const from = 100 * Number(page);
      return [...done.subarray(from, from + 100).keys()]
        .filter((i) => done[from + i])
        .map((i) => `${String(from + i).padStart(9, '0')}-.json`);
    },
  };
  return { job, storage, done, shared: sharedJob(storage, job) };
};

/** Has all chunks done by an engine; each takes so long. */
const drain = async (engine, { shared, done }, slots, milliseconds) => {
  let computed = 0;
  const compute = async ({ index }) => {
    if (milliseconds > 0) await wait(milliseconds);
    const isFirst = !done[index];
    done[index] = 1;
    computed++;
    return { kind: /** @type {const} */ ('done'), images: 1, seconds: 0, isFirst };
  };
  const start = performance.now();
  const { signal } = new AbortController();
  await engine.work({ ...shared, worker: 'one', concurrency: slots, untilDone: true, signal, compute });
  return { computed, seconds: (performance.now() - start) / 1000 };
};

const submit = (place, copies) =>
  submitBatch({ task: 'prototype', inputs: ['0'], options: { copies }, chunk: 1, backend: 'cpu' }, place);

try {
  while (redis.status !== 'ready') await wait(50);
  let measured = watch();
  const start = performance.now();
  await submit(join(folder, 'large'), chunks);
  say(
    `submitted ${chunks} chunks, ${(chunks / ((performance.now() - start) / 1000)).toFixed(0)} a second; ${measured()}`,
  );
  const large = await constantJob(join(folder, 'large'));
  measured = watch();
  const { computed, seconds: taken } = await drain(bullmqEngine({ redis: address }), large, concurrency, 0);
  say(`drained ${computed}, ${(computed / taken).toFixed(0)} a second; ${measured()}`);
  measured = watch();
  const closing = performance.now();
  const closed = await closeBatch(large.storage, large.job);
  say(`${closed ? 'closed' : 'not closed'} in ${((performance.now() - closing) / 1000).toFixed(0)} s; ${measured()}`);
  const missing = large.done.reduce((sum, one) => sum - one, chunks);
  say(`missing ${missing}, computed twice ${computed - chunks}`);

  const [count, slots] = [4 * seconds, 4];
  const times = {};
  for (const [name, engine] of Object.entries({ local: localEngine(), bullmq: bullmqEngine({ redis: address }) })) {
    await submit(join(folder, name), count);
    ({ seconds: times[name] } = await drain(engine, await constantJob(join(folder, name)), slots, 1000));
    say(`${count} chunks of one second, ${slots} at once, by ${name}: ${times[name].toFixed(2)} s`);
  }
  say(`by bullmq ${(100 * (times.bullmq / times.local - 1)).toFixed(1)} % more than by local`);
  process.exitCode = closed && missing === 0 ? 0 : 1;
} finally {
  redis.disconnect();
  redisServer.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
