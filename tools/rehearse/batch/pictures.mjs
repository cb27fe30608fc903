#!/usr/bin/env node
// npm run batch:pictures [-- --pictures 2000 --chunk 20 --kills 10 --redis]: MobileNetV2 with drawn weights on drawn colour pictures of 224², each a PNG file, through
// explain and attack by two workers, of which one after the other is killed with -9; in the middle all are gone, and the job is resumed. At the end five
// chunks are computed again, and their bytes compared. By files, or with `--redis` by BullMQ, which needs redis-server. Prints what was lost and what it took.
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startBackend } from '@interp/backend';
import { batchStatus, resumeBatch, submitBatch, workOnBatch } from '@interp/batch';
import { random } from '@interp/core';
import { saveModel } from '@interp/files/node';
import { loadSharp } from '../../../packages/images/dist/node/load-sharp.js';
import { freePort } from '../../lib/free-port.mjs';
import { mobileNetV2 } from '../../measure/bench/mobile-net-v2.mjs';
import { say, startRedis, workerProcesses } from './rehearsal.mjs';

const text = (value) => ({ type: /** @type {const} */ ('string'), default: String(value) });
const { values } = parseArgs({
  options: { pictures: text(2000), chunk: text(20), kills: text(10), redis: { type: 'boolean', default: false } },
});
const [pictures, chunk, kills] = [values.pictures, values.chunk, values.kills].map(Number);
const side = 224;
const folder = mkdtempSync(join(tmpdir(), 'interp-pictures-'));

/** A picture of a gradient with a few discs on it, some noise over all. */
const drawPicture = (stream) => {
  const [from, to] = [stream.uniforms(3, 0, 255), stream.uniforms(3, 0, 255)];
  const discs = Array.from({ length: 4 }, () => [...stream.uniforms(3, 0, side), ...stream.uniforms(3, 0, 255)]);
  const noise = stream.uniforms(side * side, -20, 20);
  const bytes = new Uint8ClampedArray(side * side * 3);
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      const disc = discs.find(([cx, cy, size]) => (x - cx) ** 2 + (y - cy) ** 2 < (size / 3) ** 2);
      for (let c = 0; c < 3; c++)
        bytes[3 * (side * y + x) + c] =
          (disc ? disc[3 + c] : from[c] + ((to[c] - from[c]) * (x + y)) / (2 * side)) + noise[side * y + x];
    }
  return bytes;
};

const { start, killAll } = workerProcesses();
const kill = async (workers) => {
  for (const worker of workers) {
    worker.kill('SIGKILL');
    if (worker.exitCode === null && worker.signalCode === null) await once(worker, 'exit');
  }
};
const recordsOf = (place) =>
  readdirSync(join(place, 'results'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.json'));

const seconds = async (work) => {
  const since = performance.now();
  await work();
  return (performance.now() - since) / 1000;
};

/** Has a job done by two workers that are killed one after the other, and once all at a time. */
const survive = async (place, chunks, address) => {
  const begin = () => start(place, address);
  let [workers, killed, resumed] = [[begin(), begin()], 0, false];
  for (;;) {
    await wait(500);
    const { done, failed } = await batchStatus(place);
    if (done + failed === chunks) break;
    if (!resumed && done > chunks / 2) {
      await kill(workers);
      await resumeBatch(place);
      [workers, resumed] = [[begin(), begin()], true];
    } else if (killed < kills && done >= ((killed + 1) * chunks) / (kills + 2)) {
      await kill([workers[killed % 2]]);
      workers[killed % 2] = begin();
      killed++;
    }
  }
  await Promise.all(workers.map((worker) => (worker.exitCode === null ? once(worker, 'exit') : undefined)));
  return killed + 2;
};

/** @type {import('node:child_process').ChildProcess | undefined} */
let redis;
try {
  await startBackend('wasm');
  const net = mobileNetV2(side);
  const model = await saveModel(net, join(folder, 'net'));
  net.dispose();
  const [given, stream, sharp] = [join(folder, 'given'), random(7), await loadSharp()];
  mkdirSync(given);
  for (let i = 0; i < pictures; i++) {
    const raw = /** @type {const} */ ({ width: side, height: side, channels: 3 });
    writeFileSync(
      join(given, `${String(i).padStart(5, '0')}.png`),
      await sharp(drawPicture(stream), { raw }).png().toBuffer(),
    );
  }
  say(`${pictures} pictures drawn`);
  let address = '';
  if (values.redis) {
    const port = await freePort();
    redis = startRedis(port, join(folder, 'redis'));
    address = `redis://127.0.0.1:${port}`;
  }
  for (const [task, options] of /** @type {const} */ ([
    ['explain', { composite: 'epsilon-plus' }],
    ['attack', { method: 'fgsm', epsilon: 0.02 }],
  ])) {
    const place = join(folder, task);
    const job = {
      task,
      options,
      model,
      modelOptions: { bounds: /** @type {const} */ ([-1, 1]), returns: /** @type {const} */ ('logits') },
      inputs: [given],
      chunk,
      backend: /** @type {const} */ ('wasm'),
    };
    let chunks = 0;
    const submitting = await seconds(async () => ({ chunks } = await submitBatch(job, place)));
    let dead = 0;
    const working = await seconds(async () => (dead = await survive(place, chunks, address)));
    const { failed, closed, duplicates } = await batchStatus(place);
    const { images } = JSON.parse(readFileSync(join(place, 'manifest.json'), 'utf8'));
    const files = readdirSync(join(place, 'results'), { recursive: true, encoding: 'utf8' });
    const bytes = files.reduce((sum, file) => sum + statSync(join(place, 'results', file)).size, 0);
    say(
      `${task}: ${images} of ${pictures} pictures, ${failed} chunks set aside, ${closed ? 'closed' : 'not closed'}; submitted in ${submitting.toFixed(0)} s, done in ${working.toFixed(0)} s, ${dead} workers killed, ${duplicates} chunks seen to be computed twice, ${(bytes / 1e9).toFixed(2)} GB`,
    );
    const some = recordsOf(place)
      .sort()
      .filter((_, i) => i % Math.ceil(chunks / 5) === 0);
    const before = some.map((file) => {
      const { shard } = JSON.parse(readFileSync(join(place, 'results', file), 'utf8'));
      const kept = [
        readFileSync(join(place, 'results', file), 'utf8'),
        readFileSync(join(place, shard.file)).toString('base64'),
      ];
      for (const one of [join(place, 'results', file), join(place, shard.file)]) rmSync(one);
      return { file, shard, kept };
    });
    rmSync(join(place, 'manifest.json'));
    const again = await workOnBatch(place, { untilDone: true });
    const different = before.filter(({ file, shard, kept: [record, tensors] }) => {
      const now = readFileSync(join(place, 'results', file), 'utf8');
      return now !== record || readFileSync(join(place, shard.file)).toString('base64') !== tensors;
    }).length;
    const each = again.seconds / again.images;
    say(
      `${task}: ${again.done} chunks computed again by one process, ${different} differ; ${each.toFixed(2)} s each picture`,
    );
    if (images !== pictures || failed > 0 || !closed || different > 0) process.exitCode = 1;
    rmSync(join(place, 'results'), { recursive: true });
  }
} finally {
  killAll();
  redis?.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
