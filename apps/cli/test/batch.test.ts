import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { submitBatch, workOnBatch } from '@interp/batch';
import { json, newFolder, run, tensorsOf } from './run.js';

const folder = newFolder();
const digits = ['drawn:test/0-29', 'sample:3'];
const bin = fileURLToPath(new URL('../bin/interp.js', import.meta.url));
const work = ['batch', 'work', '--until-done'];

/** A worker as people start it, in a process of its own. */
const worker = (place: string, ...more: readonly string[]): ChildProcess =>
  spawn(process.execPath, [bin, 'batch', 'work', '--job', place, ...more], { stdio: ['ignore', 'ignore', 'inherit'] });

const doneIn = (place: string): number => {
  const results = join(place, 'results/00000');
  return existsSync(results) ? readdirSync(results).filter((file) => file.endsWith('.json')).length : 0;
};

const until = async (isSo: () => boolean): Promise<void> => {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 10));
};

/** The bytes of all results of a job. */
const resultsOf = (place: string): ReadonlyMap<string, string> =>
  new Map(
    readdirSync(join(place, 'results/00000'))
      .sort()
      .map((file) => [file, readFileSync(join(place, 'results/00000', file)).toString('base64')]),
  );

test.each([
  ['explain', ['--composite', 'epsilon-plus', '--class', '3'], ['images', 'relevance', 'targets']],
  [
    'attack',
    ['--method', 'pgd', '--epsilon', '0.3', '--steps', '3', '--restarts', '2', '--seed', '4'],
    ['images', 'adversarial', 'perturbation', 'labels', 'before', 'after'],
  ],
])('what interp %s says and saves, in chunks', async (command, options, names) => {
  const [place, ours, theirs] = [folder.at(command), folder.at('ours.safetensors'), folder.at('theirs.safetensors')];
  const submit = ['batch', 'submit', command, ...digits, ...options, '--job', place, '--chunk', '9'];
  expect(await json(...submit)).toMatchObject({ chunks: 4 });
  expect(await json(...work, '--job', place)).toMatchObject({ done: 4, images: 31, isComplete: true });
  const rows = await json<Record<string, unknown>[]>('batch', 'collect', '--job', place, '--save', ours);
  const direct = await json<Record<string, unknown>[] | { results: Record<string, unknown>[] }>(
    ...[command, ...digits, ...options, '--save', theirs],
  );
  const expected = Array.isArray(direct) ? direct : direct.results;
  expect(expected).toEqual(rows.map((row, i) => expect.objectContaining({ ...expected[i], ...row }) as object));
  const [one, other] = [tensorsOf(ours), tensorsOf(theirs)];
  expect([...one.tensors.keys()]).toEqual(names);
  expect(one.tensors).toEqual(other.tensors);
  for (const name of ['inputs', 'model', 'method']) expect(one.metadata.get(name)).toBe(other.metadata.get(name));
});

test('prototypes of classes and measures of explanations are what interp prototype and interp explain --compare say', async () => {
  const place = folder.at('prototypes');
  const options = ['--class', '3,8', '--steps', '4', '--seed', '2'];
  const submit = ['batch', 'submit', 'prototype', ...options, '--job', place, '--chunk', '1'];
  expect(await json(...submit)).toMatchObject({ chunks: 2 });
  await json(...work, '--job', place);
  const [ours, theirs] = [folder.at('ours.safetensors'), folder.at('theirs.safetensors')];
  const sheet = folder.at('sheet.svg');
  const rows = await json<Record<string, unknown>[]>(
    'batch',
    'collect',
    '--job',
    place,
    '--save',
    ours,
    '--out',
    sheet,
  );
  const direct = await json<Record<string, unknown>[]>('prototype', ...options, '--save', theirs);
  expect(rows).toMatchObject(direct.map(({ class: own, probability, objective }) => ({ class: own, probability, objective }))); // prettier-ignore
  expect(tensorsOf(ours).tensors.get('prototypes')).toEqual(tensorsOf(theirs).tensors.get('prototypes'));
  expect(readFileSync(sheet, 'utf8')).toContain('least certain');
  const metrics = folder.at('metrics');
  await json('batch', 'submit', 'metrics', 'sample:3', '--job', metrics);
  expect(await json('batch', 'pause', '--job', metrics)).toMatchObject({ paused: true, waiting: 1 });
  expect(await json('batch', 'resume', '--job', metrics)).toMatchObject({ paused: false });
  await json(...work, '--job', metrics);
  const compared = await json<{ methods: object[] }[] | { results: { methods: object[] }[] }>('explain', 'sample:3', '--compare'); // prettier-ignore
  const measured = await json<{ methods: object[] }[]>('batch', 'collect', '--job', metrics);
  expect(measured[0].methods).toEqual((Array.isArray(compared) ? compared : compared.results)[0].methods);
});

test('workers that are killed lose nothing: the bytes are those of one process that nobody touched', async () => {
  const [alone, place] = [folder.at('alone'), folder.at('killed')];
  const job = { task: 'explain', inputs: ['drawn:test/0-119'], chunk: 6, backend: 'wasm' } as const;
  await submitBatch(job, alone);
  await workOnBatch(alone, { processes: 0, untilDone: true });
  await submitBatch(job, place);
  const killed = worker(place, '--until-done');
  await until(() => doneIn(place) >= 3);
  killed.kill('SIGKILL');
  await once(killed, 'exit');
  const asked = worker(place);
  await until(() => doneIn(place) >= 9);
  asked.kill('SIGTERM');
  expect(await once(asked, 'exit')).toEqual([130, null]);
  const left = 20 - doneIn(place);
  const { done } = await workOnBatch(place, { processes: 0, untilDone: true });
  // What is done is not done again.
  expect(left - done).toBe(0);
  expect(resultsOf(place)).toEqual(resultsOf(alone));
  expect(await json('batch', 'status', '--job', place)).toMatchObject({
    chunks: 20,
    done: 20,
    failed: 0,
    secondsLeft: 0,
  });
});

test('a chunk that was set aside is said, and ends with 1, until it is resumed; cancelled, a job is left alone', async () => {
  const place = folder.at('failing');
  await submitBatch({ task: 'classify', inputs: ['sample:1', 'sample:2'], chunk: 1, backend: 'wasm' }, place);
  for (const what of ['attempts', 'failed']) {
    mkdirSync(join(place, what, '00000'), { recursive: true });
    writeFileSync(join(place, what, '00000/000000001.json'), '{"failures":3,"deaths":0,"error":"no picture"}');
  }
  const { code, err } = await run([...work, '--job', place, '--quiet']);
  expect([code, err]).toEqual([1, 'interp: 1 chunks are set aside, the first for: no picture\n']);
  expect(await json('batch', 'resume', '--job', place)).toMatchObject({ done: 1, waiting: 1, failed: 0 });
  expect(await json('batch', 'cancel', '--job', place)).toMatchObject({ cancelled: true, waiting: 1 });
});

test.each<[readonly string[], number, RegExp]>([
  [['submit', 'classify', 'sample:1'], 2, /--job is missing/],
  [['work'], 2, /--job is missing/],
  [['work', '--job', 'nowhere'], 1, /there is no job in/],
  [['status', '--job', 'ftp://host/job'], 2, /"ftp:\/\/host\/job" is no place/],
  [['submit', 'explain', 'sample:1', '--job', 'x', '--rule', 'epsilon', '--alpha', '2'], 2, /--alpha means nothing/],
  [['submit', 'explain', 'sample:1', '--job', 'x', '--class', '12'], 2, /class 12/],
  [['submit', 'attack', 'sample:1', '--job', 'x', '--method', 'pgd', '--epsilon', '1,2'], 2, /several values/],
  [['submit', 'classify', '-', '--job', 'x'], 2, /no standard input/],
  [['submit', 'classify', 'sample:1', '--job', 'x', '--show-input', 'y.png'], 2, /--show-input/],
  [['work', '--job', 'x', '--redis', 'redis://localhost'], 2, /--redis is for --engine bullmq/],
  [['work', '--job', 'x', '--engine', 'bullmq'], 2, /there is no address of Redis/],
])('%j is refused', async (args, expected, message) => {
  const { code, err } = await run(['batch', ...args.map((arg) => (arg === 'x' ? folder.at('x') : arg))]);
  expect([code, err]).toEqual([expected, expect.stringMatching(message)]);
  expect(existsSync(join(folder.at('x'), 'job.json'))).toBe(false);
});
