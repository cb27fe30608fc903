import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import {
  batchStatus,
  cancelBatch,
  collectBatch,
  localEngine,
  resumeBatch,
  submitBatch,
  workOnBatch,
  type BatchJob,
} from '@interp/batch';
import { here, jobsOfSuite } from '@interp/testing/batch-jobs';
import { refused } from '@interp/testing/refusal';

const { folder, newPlace, submitted: submittedJob } = jobsOfSuite();
const digits: BatchJob<'classify'> = { task: 'classify', inputs: ['drawn:test/0-8'], chunk: 2, backend: 'wasm' };
const submitted = (job: BatchJob = digits): Promise<string> => submittedJob(job);
const engine = localEngine({ leaseSeconds: 0.4, backoffSeconds: 0.01 });

const leaseOf = (place: string, index: number): string => join(place, `leases/00000/00000000${index}.json`);
const lease = (place: string, index: number, by: object): void => {
  mkdirSync(join(place, 'leases/00000'), { recursive: true });
  writeFileSync(leaseOf(place, index), JSON.stringify({ worker: 'other', host: 'elsewhere', pid: 1, beat: 0, ...by }));
};

test('chunks of a worker that died are done by another: at once on this machine, after a time without a sign of life on others', async () => {
  const place = await submitted();
  const { machineName } = await import('@interp/files/internal');
  lease(place, 1, { host: machineName, pid: 2 ** 22 - 1 });
  lease(place, 3, {});
  const start = performance.now();
  expect(await workOnBatch(place, { ...here, engine })).toMatchObject({ done: 5, isComplete: true });
  expect(performance.now() - start).toBeGreaterThan(400);
  expect(readdirSync(join(place, 'leases/00000'))).toEqual([]);
});

test('a chunk that another worker has is left to it as long as it is alive, and computed twice at most', async () => {
  const place = await submitted();
  lease(place, 2, { pid: 1 });
  let beat = 0;
  const alive = setInterval(() => {
    if (existsSync(leaseOf(place, 2))) lease(place, 2, { beat: ++beat });
  }, 50);
  const work = workOnBatch(place, { ...here, engine });
  while ((await batchStatus(place)).done < 4) await new Promise((resolve) => setTimeout(resolve, 50));
  await new Promise((resolve) => setTimeout(resolve, 1000));
  expect(await batchStatus(place)).toMatchObject({ done: 4, active: 1, waiting: 0 });
  clearInterval(alive);
  rmSync(leaseOf(place, 2));
  expect(await work).toMatchObject({ done: 5, isComplete: true });
});

test('files that are none of ours, or damaged, do no harm', async () => {
  const place = await submitted();
  for (const folder of ['leases/00000', 'results/00000', 'workers'])
    mkdirSync(join(place, folder), { recursive: true });
  writeFileSync(leaseOf(place, 1), '{');
  writeFileSync(join(place, 'results/00000/notes.json'), '{}');
  // Records of another job that was there once, all of them: theirs are no results of this one.
  for (let i = 0; i < 7; i++) writeFileSync(join(place, `results/00000/00000000${i}-0123456789abcdef.json`), '{}');
  writeFileSync(join(place, 'workers/other.json'), '{"done":');
  expect(await batchStatus(place)).toMatchObject({ chunks: 5, done: 5, workers: 0, active: 0, waiting: 0 });
  expect(await workOnBatch(place, { ...here, engine })).toMatchObject({ done: 5, isComplete: true });
  expect((await collectBatch(place)).results).toHaveLength(9);
});

test.each([
  ['results/00000', ['status', 'work']],
  ['attempts/00000', ['resume']],
  ['paused', ['resume']],
])('a folder that leads nowhere, or a folder in the place of a file, is said: %s', async (name, fails) => {
  const place = await submitted();
  const commands = { status: batchStatus, resume: resumeBatch, work: (job: string) => workOnBatch(job, { ...here, engine }) }; // prettier-ignore
  mkdirSync(dirname(join(place, name)), { recursive: true });
  if (name === 'paused') mkdirSync(join(place, name));
  else symlinkSync(basename(name), join(place, name));
  for (const command of fails)
    expect((await refused(() => commands[command as 'status'](place))).message).toMatch(
      /cannot be (?:read|removed) \(E/,
    );
});

test('two workers at once share the chunks; results are there once', async () => {
  const place = await submitted();
  const both = await Promise.all([workOnBatch(place, here), workOnBatch(place, here)]);
  expect(both[0].done + both[1].done).toBe(5);
  expect(both.map(({ isComplete }) => isComplete)).toEqual([true, true]);
  expect(readdirSync(join(place, 'results/00000'))).toHaveLength(10);
});

test('a chunk that fails three times is set aside with its error, the others are done, and resuming tries it again', async () => {
  const place = await submitted();
  const { pieces } = (JSON.parse(readFileSync(join(place, 'chunks/00000.json'), 'utf8')) as { pieces: { file: string }[] }[])[1]; // prettier-ignore
  const input = join(place, pieces[0].file);
  copyFileSync(input, `${input}.kept`);
  writeFileSync(input, 'something else');
  const summary = await workOnBatch(place, { ...here, engine });
  expect(summary).toMatchObject({ done: 4, failed: 1, isComplete: false });
  expect(summary.error).toMatch(/was changed/);
  expect(await batchStatus(place)).toMatchObject({ done: 4, failed: 1, waiting: 0, active: 0, closed: false });
  const attempts = JSON.parse(readFileSync(join(place, 'failed/00000/000000001.json'), 'utf8')) as object;
  expect(attempts).toEqual({ failures: 3, deaths: 0, error: summary.error });
  expect((await refused(() => collectBatch(place))).message).toMatch(/^1 of 5 chunks/);
  copyFileSync(`${input}.kept`, input);
  expect(await resumeBatch(place)).toBe(1);
  expect(await workOnBatch(place, here)).toMatchObject({ done: 1, failed: 0, isComplete: true });
});

test('a worker is at work by the clock of the folder, not by its own, which may be an hour off', async () => {
  const place = await submitted();
  mkdirSync(join(place, 'workers'));
  const file = join(place, 'workers', 'other-1.json');
  const state = { worker: 'other-1', done: 4, images: 8, duplicates: 0, active: 2, seconds: 2, ended: false };
  writeFileSync(file, JSON.stringify({ ...state, at: new Date(Date.now() + 3_600_000).toISOString() }));
  expect(await batchStatus(place)).toMatchObject({ workers: 1, rate: 2, secondsLeft: 2.5, active: 2, waiting: 3 });
  const before = Date.now() / 1000 - 60;
  utimesSync(file, before, before);
  expect(await batchStatus(place)).toMatchObject({ workers: 0, rate: null, active: 0 });
  expect(readdirSync(join(place, 'workers'))).toEqual(['other-1.json']);
});

test('a cancelled job is left where it is, and resumed; a worker that is asked to stop ends its chunk first', async () => {
  const place = await submitted();
  await cancelBatch(place);
  expect(await workOnBatch(place, here)).toMatchObject({ done: 0, isComplete: false });
  expect(await batchStatus(place)).toMatchObject({ cancelled: true, waiting: 5 });
  await resumeBatch(place);
  const stop = new AbortController();
  const work = workOnBatch(place, { processes: 0, signal: stop.signal });
  while (!existsSync(join(place, 'results'))) await new Promise((resolve) => setTimeout(resolve, 1));
  stop.abort();
  const { done } = await work;
  expect((await batchStatus(place)).done).toBe(done);
  expect(readdirSync(join(place, 'leases/00000'))).toEqual([]);
  expect(await workOnBatch(place, here)).toMatchObject({ done: 5 - done, isComplete: true });
});

test('a result that was changed is not collected', async () => {
  const place = await submitted();
  await workOnBatch(place, here);
  const file = readdirSync(join(place, 'results/00000')).find((name) => name.endsWith('.safetensors'))!;
  const path = join(place, 'results/00000', file);
  const bytes = readFileSync(path);
  bytes[bytes.length - 1] ^= 1;
  writeFileSync(path, bytes);
  expect((await refused(() => collectBatch(place))).code).toBe('bad-checksum');
});

test.each<[object, string, RegExp]>([
  [{ colour: 1 }, 'bad-option', /no option "colour"/],
  [{ task: 'dream' }, 'bad-option', /task/],
  [{ options: { method: 'lrp' } }, 'bad-option', /no option "method"/],
  [{ task: 'explain', options: { method: 'lrp', nodes: 3 } }, 'bad-option', /nodes means nothing to lrp/],
  [{ task: 'explain', options: { rule: 'epsilon', epsilon: -1 } }, 'bad-option', /epsilon/],
  [{ task: 'explain', options: { target: [1, 2] } }, 'bad-option', /target is no class/],
  [{ task: 'explain', options: { target: 12 } }, 'bad-class', /12/],
  [{ task: 'attack', options: { method: 'pgd', searches: 2, epsilon: 1 } }, 'bad-option', /searches means nothing/],
  [{ task: 'attack', options: { round: 1 } }, 'bad-option', /round/],
  [{ chunk: 0 }, 'bad-option', /chunk/],
  [{ seed: 0.5 }, 'bad-option', /seed/],
  [{ inputs: [] }, 'bad-option', /at least one/],
  [{ inputs: ['-'] }, 'bad-option', /no standard input/],
  [{ inputs: ['nowhere.png'] }, 'not-found', /nowhere/],
  [{ model: 'nobody' }, 'bad-option', /nobody/],
  [{ modelOptions: { bounds: [0, 1] } }, 'bad-option', /bounds is for a model of your own/],
  [{ modelOptions: { size: 3 } }, 'bad-option', /modelOptions: /],
  [{ imageOptions: { prepare: 'well' } }, 'bad-option', /imageOptions: /],
])('a job with %j is refused, and nothing is to be worked on', async (wrong, code, message) => {
  const place = newPlace();
  const refusal = await refused(() => submitBatch({ ...digits, ...wrong }, place));
  expect(refusal.code).toBe(code);
  expect(refusal.message).toMatch(message);
  expect(existsSync(join(place, 'job.json'))).toBe(false);
});

describe('a job that was changed', () => {
  const change = async (file: string, how: (text: string) => string, place?: string): Promise<string> => {
    const where = place ?? (await submitted());
    writeFileSync(join(where, file), how(readFileSync(join(where, file), 'utf8')));
    return where;
  };

  test.each([
    ['job.json', (text: string) => text.replace('"seed": 0', '"seed": 1')],
    ['job.json', (text: string) => text.slice(5)],
    ['chunks/00000.json', (text: string) => text.replace('inputs/', '../../')],
  ])('is refused (%s)', async (file, how) => {
    const place = await change(file, how);
    expect((await refused(() => workOnBatch(place, here))).code).toBe('bad-file');
  });

  test.each<[object, string, RegExp]>([
    [{ task: 'rm -rf' }, 'bad-file', /the job has the task "rm -rf"/],
    [{ options: { evil: 1 } }, 'bad-option', /no option "evil"/],
    [{ chunks: 1e9 }, 'bad-file', /damaged or was changed/],
    [{ chunks: -1 }, 'bad-file', /damaged or was changed/],
    [{ pages: null }, 'bad-file', /damaged or was changed/],
    [{ backend: '../evil.js' }, 'no-backend', /evil/],
    [
      { model: { files: [{ path: 'x.json', file: '../../etc/passwd', sha256: '0' }] } },
      'bad-file',
      /no name of a file/,
    ],
    [{ model: { name: '/etc/passwd', sha256: '0' } }, 'bad-option', /passwd/],
  ])('is refused with %j also where its hash fits', async (wrong, code, message) => {
    const { jobHash } = await import('../src/job/stored-job.js');
    const place = await change('job.json', (text) => {
      const job = { ...(JSON.parse(text) as Parameters<typeof jobHash>[0]), ...wrong };
      return JSON.stringify({ ...job, job: jobHash(job) });
    });
    const refusal = await refused(() => workOnBatch(place, here));
    expect([refusal.code, refusal.message]).toEqual([code, expect.stringMatching(message)]);
  });

  test('so is another job in the same folder, one of another version, no job, and a place that is no folder', async () => {
    const place = await submitted();
    expect((await refused(() => submitBatch({ ...digits, chunk: 3 }, place))).message).toMatch(/holds another job/);
    expect((await refused(() => submitBatch({ ...digits, inputs: ['sample:1'] }, place))).message).toMatch(
      /another job/,
    );
    const { jobHash } = await import('../src/job/stored-job.js');
    await change(
      'job.json',
      (text) => {
        const job = { ...(JSON.parse(text) as Parameters<typeof jobHash>[0]), version: '99.0.0' };
        return JSON.stringify({ ...job, job: jobHash(job) });
      },
      place,
    );
    expect((await refused(() => workOnBatch(place, here))).message).toMatch(/submitted by version 99.0.0/);
    expect((await refused(() => batchStatus(join(folder, 'nothing')))).code).toBe('not-found');
    expect((await refused(() => batchStatus('ftp://host/job'))).code).toBe('bad-option');
  });
});

test('names of files lead to no place outside the folder', async () => {
  const { folderStorage } = await import('../src/storage/folder-storage.js');
  const { read, create } = folderStorage(join(folder, 'inside'));
  for (const name of ['../a', 'a/../../b', '/etc/passwd', 'a//b', '', 'a\\b', 'c:a'])
    expect((await refused(() => read(name))).code).toBe('bad-file');
  expect([await create('a/b', 'x'), await create('a/b', 'y'), await read('a/b')]).toEqual([true, false, Buffer.from('x')]); // prettier-ignore
});
