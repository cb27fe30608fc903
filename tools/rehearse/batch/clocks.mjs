#!/usr/bin/env node
// node tools/rehearse/batch/clocks.mjs [--hours 1]: a job by two workers whose clocks are so many hours behind and ahead of this machine's, by libfaketime: by files, by
// BullMQ, and in a bucket whose server looks at the time of requests; one chunk fails until it is set aside. Compares the bytes of all shards with those of
// one process whose clock is right, and prints what differs. Needs faketime, redis-server and PyPI's moto[server] (MOTO_SERVER is the path of moto_server).
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { batchStatus, submitBatch, workOnBatch } from '@interp/batch';
import { openStorage } from '../../../packages/batch/dist/storage/open-storage.js';
import { freePort } from '../../lib/free-port.mjs';
import { say, startRedis, workerProgram } from './rehearsal.mjs';

const { values } = parseArgs({ options: { hours: { type: 'string', default: '1' } } });
const folder = mkdtempSync(join(tmpdir(), 'interp-clocks-'));
/** @type {import('node:child_process').ChildProcess[]} */
const running = [];
const start = (program, ...words) => {
  const child = spawn(program, words, { stdio: 'ignore' });
  running.push(child);
  return child;
};

const listening = async (server) => {
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  return /** @type {import('node:net').AddressInfo} */ (server.address()).port;
};

/** Requests whose time is wrong, as Amazon refuses them: more than a quarter of an hour from the server's. */
let skewed = 0;
const isSkewed = (date) => {
  const [, ...parts] = /^(....)(..)(..)T(..)(..)(..)Z$/.exec(date) ?? [];
  const [year, month, day, hour, minute, second] = parts.map(Number);
  return !(Math.abs(Date.UTC(year, month - 1, day, hour, minute, second) - Date.now()) < 900_000);
};
/** A server like S3 that looks at the time. */
const startBucket = async () => {
  const port = await freePort();
  start(process.env['MOTO_SERVER'] ?? 'moto_server', '-H', '127.0.0.1', '-p', String(port));
  const server = createServer((from, to) => {
    if (isSkewed(String(from.headers['x-amz-date']))) {
      skewed++;
      from.resume();
      to.writeHead(403).end(
        '<?xml version="1.0"?><Error><Code>RequestTimeTooSkewed</Code><Message>so</Message></Error>',
      );
    } else {
      const { method, url: path, headers } = from;
      const onward = request({ host: '127.0.0.1', port, method, path, headers }, (answer) => {
        to.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(to);
      });
      onward.on('error', () => to.destroy());
      from.pipe(onward);
    }
  });
  while (!(await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined))) await wait(100);
  const by = 'AWS4-HMAC-SHA256 Credential=somebody/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0';
  await fetch(`http://127.0.0.1:${port}/jobs`, { method: 'PUT', headers: { Authorization: by } });
  return { server, url: `http://127.0.0.1:${await listening(server)}` };
};

/** The bytes of all results of a job, by the names of their files. */
const resultsOf = async (place) => {
  const { list, read } = await openStorage(place);
  const files = (await list('results/00000')).map((file) => `results/00000/${file}`);
  const bytes = await Promise.all(files.map(read));
  return new Map(files.map((file, i) => [file, Buffer.from(bytes[i] ?? '')]));
};

/** @type {import('node:http').Server | undefined} */
let bucket;
try {
  const started = await startBucket();
  bucket = started.server;
  const keys = { AWS_ACCESS_KEY_ID: 'somebody', AWS_SECRET_ACCESS_KEY: 'secret', AWS_REGION: 'us-east-1' };
  Object.assign(process.env, { ...keys, AWS_ENDPOINT_URL: started.url });
  const redisPort = await freePort();
  running.push(startRedis(redisPort, join(folder, 'redis')));
  const redis = `redis://127.0.0.1:${redisPort}`;
  const job = {
    task: /** @type {const} */ ('explain'),
    inputs: ['drawn:test/0-799'],
    chunk: 20,
    backend: /** @type {const} */ ('wasm'),
  };
  const alone = join(folder, 'alone');
  await submitBatch(job, alone);
  await workOnBatch(alone, { untilDone: true });
  const expected = await resultsOf(alone);
  for (const [name, place, address] of [
    ['by files', join(folder, 'files'), ''],
    ['by BullMQ', join(folder, 'queue'), redis],
    ['in a bucket, by files', 's3://jobs/files', ''],
    ['in a bucket, by BullMQ', 's3://jobs/queue', redis],
  ]) {
    await submitBatch(job, place);
    // A chunk fails, so that it waits for its turn again and is set aside.
    const { read, replace } = await openStorage(place);
    const [{ pieces }] = JSON.parse(Buffer.from((await read('chunks/00000.json')) ?? '').toString());
    await replace(pieces[0].file, 'something else');
    const since = performance.now();
    const workers = [-values.hours, +values.hours].map((hours) =>
      start('faketime', '-f', `${hours < 0 ? '' : '+'}${hours}h`, process.execPath, workerProgram, place, address),
    );
    let seen = 0;
    const ended = Promise.all(workers.map((worker) => once(worker, 'exit')));
    const looking = setInterval(() => {
      void batchStatus(place).then(
        ({ workers: count }) => (seen = Math.max(seen, count)),
        () => undefined,
      );
    }, 500);
    await ended;
    clearInterval(looking);
    const { done, failed, duplicates } = await batchStatus(place);
    const found = await resultsOf(place);
    const different = [...found].filter(([file, bytes]) => !expected.get(file)?.equals(bytes)).length;
    say(
      `${name}: ${((performance.now() - since) / 1000).toFixed(1)} s, ${done} done, ${failed} set aside, ${duplicates} computed twice, ${different} differ; ${seen} workers seen at work`,
    );
    if (done !== 39 || failed !== 1 || different > 0 || seen !== 2) process.exitCode = 1;
  }
  say(`${skewed} requests with a wrong time were refused by the bucket, and made again`);
} finally {
  for (const child of running) child.kill('SIGKILL');
  bucket?.closeAllConnections();
  bucket?.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
