import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { batchStatus, cancelBatch, pauseBatch, resumeBatch, workOnBatch, type BatchJob } from '@interp/batch';
import { bullmqEngine } from '@interp/bullmq';
import { here, jobsOfSuite } from '@interp/testing/batch-jobs';
import { refused } from '@interp/testing/refusal';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { hasRedis, startRedis, type TestServer } from './redis-server.js';

const { folder, submitted: submittedJob } = jobsOfSuite();
const digits: BatchJob<'explain'> = { task: 'explain', inputs: ['drawn:test/0-47'], chunk: 4, backend: 'wasm' };
const submitted = (job: BatchJob = digits): Promise<string> => submittedJob(job);

/** The bytes of all results of a job. */
const resultsOf = (place: string): ReadonlyMap<string, string> =>
  new Map(
    readdirSync(join(place, 'results/00000'))
      .sort()
      .map((file) => [file, readFileSync(join(place, 'results/00000', file)).toString('base64')]),
  );
const doneIn = (place: string): number =>
  existsSync(join(place, 'results/00000'))
    ? readdirSync(join(place, 'results/00000')).filter((file) => file.endsWith('.json')).length
    : 0;
const until = async (isSo: () => boolean): Promise<void> => {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 10));
};

// Where no Redis is installed, what needs one is left out; .ci/run installs it.
(hasRedis ? describe : describe.skip)('with redis-server (needs apt-get install redis-server)', () => {
  let server: TestServer;
  let alone: ReadonlyMap<string, string>;
  beforeAll(async () => {
    server = await startRedis(mkdtempSync(join(folder, 'redis-')));
    const place = await submitted();
    await workOnBatch(place, here);
    alone = resultsOf(place);
  });
  afterAll(() => server.kill());
  const engine = () => bullmqEngine({ redis: server.url, waiting: 5, lockSeconds: 1 });

  test('two workers share a job, whose results are those of one without a queue, and leave little in Redis', async () => {
    const place = await submitted();
    const work = () => workOnBatch(place, { ...here, engine: engine() });
    const both = await Promise.all([work(), work()]);
    expect(both.map(({ isComplete }) => isComplete)).toEqual([true, true]);
    expect(both[0].done + both[1].done).toBe(12);
    expect(resultsOf(place)).toEqual(alone);
    const redis = new Redis(server.url);
    const keys = await redis.keys('*');
    redis.disconnect();
    expect(keys.filter((key) => key.includes('chunk-'))).toEqual([]);
  });

  /** A worker in a process of its own, built, so that it is there soon. */
  const worker = (place: string): ChildProcess =>
    spawn(process.execPath, [fileURLToPath(new URL('child/worker.mjs', import.meta.url)), place, server.url], {
      stdio: ['ignore', 'inherit', 'inherit'],
    });

  test('nothing is lost when a worker is killed, Redis is killed and started again, and all that it knew is deleted', async () => {
    const place = await submitted();
    await resumeBatch(place, { engine: engine() });
    const killed = worker(place);
    await until(() => doneIn(place) >= 2);
    killed.kill('SIGKILL');
    await once(killed, 'exit');
    const work = workOnBatch(place, { ...here, engine: engine() });
    await until(() => doneIn(place) >= 4);
    await server.restart();
    await until(() => doneIn(place) >= 7);
    const redis = new Redis(server.url);
    await redis.flushall();
    redis.disconnect();
    expect(await work).toMatchObject({ isComplete: true, failed: 0 });
    expect(resultsOf(place)).toEqual(alone);
  });

  test('a chunk that fails is tried three times and set aside, soon also where a clock is an hour ahead; what others write into the queue means nothing', async () => {
    const place = await submitted({ ...digits, inputs: ['drawn:test/0-7'] });
    const { pieces } = (JSON.parse(readFileSync(join(place, 'chunks/00000.json'), 'utf8')) as { pieces: { file: string }[] }[])[1]; // prettier-ignore
    writeFileSync(join(place, pieces[0].file), 'something else');
    const redis = new Redis(server.url, { maxRetriesPerRequest: null });
    const { job } = JSON.parse(readFileSync(join(place, 'job.json'), 'utf8')) as { readonly job: string };
    const queue = new Queue(`batch-${job.slice(0, 16)}`, { connection: redis, prefix: 'interp' });
    for (const data of [{ index: 0, hash: 'x' }, { index: -1 }, { index: '../../x', hash: 1 }, {}, { run: 'rm -r /' }])
      await queue.add('chunk', data);
    await queue.close();
    redis.disconnect();
    const [stop, { now }] = [new AbortController(), Date];
    const clock = import.meta.jest.spyOn(Date, 'now').mockImplementation(() => now() + 3_600_000);
    const ahead = workOnBatch(place, { processes: 0, engine: engine(), signal: stop.signal });
    await until(() => existsSync(join(place, 'attempts/00000/000000001.json')));
    stop.abort();
    const { done } = await ahead;
    clock.mockRestore();
    const summary = await workOnBatch(place, { ...here, engine: engine() });
    expect(summary).toMatchObject({ done: 1 - done, failed: 1, isComplete: false });
    expect(JSON.parse(readFileSync(join(place, 'failed/00000/000000001.json'), 'utf8'))).toMatchObject({ failures: 3 });
  });

  test('a worker whose Redis is gone for good ends when it is told to, and leaves nothing that keeps its process', async () => {
    const gone = await startRedis(mkdtempSync(join(folder, 'redis-')));
    const place = await submitted({ ...digits, inputs: ['drawn:test/0-199'], chunk: 1 });
    const program = fileURLToPath(new URL('child/worker.mjs', import.meta.url));
    const child = spawn(process.execPath, [program, place, gone.url], { stdio: ['ignore', 'ignore', 'inherit'] });
    const ended = once(child, 'exit');
    await until(() => doneIn(place) >= 2);
    await gone.kill();
    await new Promise((resolve) => setTimeout(resolve, 300));
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    expect(doneIn(place)).toBeLessThan(200);
    expect((await batchStatus(place)).workers).toBe(0);
  }, 20_000);

  test('a paused job rests, also where a worker is at it, and is resumed', async () => {
    const place = await submitted({ ...digits, inputs: ['drawn:test/0-95'], chunk: 1 });
    const work = workOnBatch(place, { ...here, engine: engine() });
    await until(() => doneIn(place) >= 1);
    await pauseBatch(place);
    let done = 0;
    while (done < doneIn(place)) {
      done = doneIn(place);
      await new Promise((resolve) => setTimeout(resolve, 800));
    }
    expect(done).toBeLessThan(96);
    await resumeBatch(place, { engine: engine() });
    expect(await work).toMatchObject({ done: 96, isComplete: true });
  });

  test('a cancelled job is left alone, and resumed', async () => {
    const place = await submitted();
    await resumeBatch(place, { engine: engine() });
    await cancelBatch(place, { engine: engine() });
    expect(await workOnBatch(place, { ...here, engine: engine() })).toMatchObject({ done: 0 });
    await resumeBatch(place, { engine: engine() });
    const stop = new AbortController();
    const work = workOnBatch(place, { processes: 0, engine: engine(), signal: stop.signal });
    await until(() => doneIn(place) >= 1);
    stop.abort();
    expect((await work).done).toBe((await batchStatus(place)).done);
  });

  test.each([
    ['a wrong password', 'redis://:wrong-secret@', [], /refuses the user or the password/],
    ['no password', 'redis://', [], /asks for a password/],
    ['a user who may do nothing', 'redis://nobody:secret@', ['--user', 'nobody', 'on', '>secret', '+ping', '+info'], /allows this user too little/], // prettier-ignore
    ['a user who may not wait', 'redis://idle:secret@', ['--user', 'idle', 'on', '>secret', '~*', '&*', '+@all', '-bzpopmin'], /allows this user too little/], // prettier-ignore
    ['no database of that number', 'redis://:secret@', [], /has no database of that number/, '/99'],
    ['no memory left', 'redis://:secret@', ['--maxmemory', '1'], /has no memory left/],
    ['a user who may not ask for INFO', 'redis://mute:secret@', ['--user', 'mute', 'on', '>secret', '~*', '&*', '+@all', '-info'], /allows this user too little/], // prettier-ignore
  ])('%s is said in a sentence, without any password', async (_, address, more, message, path = '') => {
    const printed: unknown[] = [];
    const { warn } = console;
    console.warn = (...all: unknown[]) => void printed.push(all);
    const guarded = await startRedis(mkdtempSync(join(folder, 'redis-')), '--requirepass', 'secret', ...more);
    try {
      const place = await submitted({ ...digits, inputs: ['sample:1'] });
      const redis = guarded.url.replace('redis://', address) + path;
      const refusal = await refused(() => workOnBatch(place, { ...here, engine: bullmqEngine({ redis }) }));
      expect([refusal.code, refusal.message]).toEqual(['network', expect.stringMatching(message)]);
      expect(refusal.message).not.toMatch(/secret/);
      expect(printed).toEqual([]);
    } finally {
      console.warn = warn;
      await guarded.kill();
    }
  });
});

/** A server that says what it is told, whatever it is asked. */
const pretending = async <Value>(says: (command: string) => string, work: (url: string) => Promise<Value>) => {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      for (const command of bytes.toString().split(/^\*\d+\r\n/m).filter(Boolean)) socket.write(says(command)); // prettier-ignore
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await work(`redis://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
};

test('an old version is refused, and so is what does not answer, and what is no address', async () => {
  const place = await submitted({ ...digits, inputs: ['sample:1'] });
  const refusal = (redis: string) => refused(() => workOnBatch(place, { ...here, engine: bullmqEngine({ redis }) }));
  const bulk = (text: string): string => `$${text.length}\r\n${text}\r\n`;
  const old = await pretending((command) => (/info/i.test(command) ? bulk('redis_version:5.0.7\r\nloading:0') : '+OK\r\n'), refusal); // prettier-ignore
  expect([old.code, old.message]).toEqual(['network', expect.stringMatching(/has the version 5\.0\.7; expected 6\.2/)]);
  expect((await refusal('redis://:secret@127.0.0.1:1')).message).toBe(
    'Redis at 127.0.0.1:1 does not answer; expected Redis or Valkey there',
  );
  for (const address of [
    'http://:secret@127.0.0.1',
    'secret',
    'redis:secret',
    'redis://:secret%@x',
    'redis://:secret@x/y',
  ]) {
    const { code, message } = await refusal(address);
    expect([code, message]).toEqual(['bad-option', expect.not.stringMatching(/secret/)]);
  }
  expect((await refused(() => bullmqEngine({ redis: 'redis://x', waiting: 0 }))).code).toBe('bad-option');
});
