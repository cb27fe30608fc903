import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InterpError } from '@interp/core';
import { refusal, refused } from '@interp/testing/refusal';
import { encodeCheckpoint } from '../src/checkpoint.js';
import { trainingFolder, type FolderCheckpoints } from '../src/node/index.js';

const root = mkdtempSync(join(tmpdir(), 'interp-training-'));
afterAll(() => rmSync(root, { recursive: true }));

let made = 0;
const newFolder = (): string => join(root, `run-${++made}`);

const checkpoint = (step: number, finished: boolean): Uint8Array =>
  encodeCheckpoint('kind-1', { progress: { step, finished }, fingerprint: {}, arrays: [] });

/** A training of so many steps that keeps a checkpoint of each, and may fail at one. */
const training =
  (steps: number, failure?: Error) =>
  async ({ resume, onCheckpoint }: FolderCheckpoints): Promise<string> => {
    for (let step = 1; step <= steps; step++) await onCheckpoint(checkpoint(step, step === 3), { step });
    if (failure) throw failure;
    return resume ? 'resumed' : 'new';
  };

test('a training that was interrupted is resumed, and never written over', async () => {
  const path = newFolder();
  const folder = await trainingFolder(path);
  expect([folder.found, folder.file]).toEqual(['nothing', join(path, 'checkpoint.safetensors')]);
  expect(readdirSync(root)).not.toContain(`run-${made}`);
  expect(await folder.train(training(2))).toBe('new');
  expect(readdirSync(path)).toEqual(['checkpoint.safetensors']);

  const again = await trainingFolder(path);
  expect(again.found).toBe('unfinished');
  const kept = readFileSync(folder.file);
  expect(await refusal(() => again.train(training(3)))).toBe('bad-option');
  expect(Buffer.compare(readFileSync(folder.file), kept)).toBe(0);

  const resumed = await trainingFolder(path, true);
  await resumed.train(({ resume }) => {
    expect(Buffer.compare(Buffer.from(resume!), kept)).toBe(0);
    return Promise.resolve();
  });
  expect(await resumed.train(training(3))).toBe('resumed');
  expect((await trainingFolder(path)).found).toBe('finished');
});

test('a finished training is replaced, or resumed to no further step', async () => {
  const path = newFolder();
  await (await trainingFolder(path)).train(training(3));
  expect(await (await trainingFolder(path)).train(training(1))).toBe('new');
  expect(await (await trainingFolder(newFolder(), true)).train(training(1))).toBe('new');
});

test('where a training stops being finite, the error names the checkpoint that stays', async () => {
  const path = newFolder();
  const failure = new InterpError('not-finite', 'weights is not finite after step 3');
  const folder = await trainingFolder(path);
  const { code, message } = await refused(() => folder.train(training(2, failure)));
  expect([code, message]).toEqual(['not-finite', `${failure.message}; ${folder.file} is that of step 2`]);
  const early = await trainingFolder(newFolder());
  expect((await refused(() => early.train(training(0, failure)))).message).toBe(failure.message);
  const other = new InterpError('bad-option', 'no such rate');
  expect(await refused(() => early.train(training(2, other)))).toBe(other);
});

test('what is no checkpoint is said to be none', async () => {
  const path = newFolder();
  mkdirSync(path);
  writeFileSync(join(path, 'checkpoint.safetensors'), 'nothing of the kind');
  expect((await trainingFolder(path)).found).toBe('unreadable');
  const blocked = newFolder();
  mkdirSync(join(blocked, 'checkpoint.safetensors'), { recursive: true });
  expect(await refusal(() => trainingFolder(blocked))).toBe('bad-file');
  expect(await refusal(() => trainingFolder(undefined as never))).toBe('bad-option');
});

test('a folder that cannot be made is refused at the first checkpoint', async () => {
  const path = newFolder();
  const folder = await trainingFolder(path);
  writeFileSync(path, '');
  expect(await refusal(() => folder.train(training(1)))).toBe('not-writable');
});
