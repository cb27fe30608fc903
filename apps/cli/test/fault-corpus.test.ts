import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startBackend } from '@interp/backend';
import { loadModel } from '@interp/files/node';
import { readIdxImages, readIdxLabels } from '@interp/mnist';
import * as tf from '@tensorflow/tfjs-core';
import { readInputs } from '../src/inputs/read-inputs.js';
import { refusal } from '@interp/testing/refusal';

const folder = fileURLToPath(new URL('../../../tools/rehearse/faults/fixtures/', import.meta.url));
const expected = JSON.parse(readFileSync(`${folder}expected.json`, 'utf8')) as Record<string, string>;

const job = { env: {}, note: () => undefined, stdin: () => Promise.resolve(new Uint8Array()), drawn: (n: number) => n };

const inputShape = [28, 28, 1];

/** Who reads the files of each folder, so that nothing stays behind. */
const readers: Readonly<Record<string, (path: string) => Promise<unknown>>> = {
  safetensors: (path) => readInputs([path], { inputShape, imageOptions: { inputShape, classes: 10 } }, {}, job),
  pictures: (path) => readInputs([path], { inputShape, takesMissing: 'all' }, {}, job),
  idx: (path) => (path.includes('labels.idx') ? readIdxLabels : readIdxImages)(readFileSync(path)),
  models: async (path) => (await loadModel(path)).dispose(),
};

beforeAll(async () => {
  await startBackend('wasm');
});
afterEach(() => {
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  expect(Object.keys(Object.prototype)).toEqual([]);
});

test('every hostile file is in the list, and every file of the list is there', () => {
  const kinds = Object.keys(readers);
  const there = kinds.flatMap((kind) => readdirSync(folder + kind).map((name) => `${kind}/${name}`));
  expect(there.filter((name) => name !== 'models/weights.bin').sort()).toEqual(Object.keys(expected).sort());
});

test.each(Object.entries(expected))('%s: %s', async (name, code) => {
  const begun = performance.now();
  expect(await refusal(() => readers[name.split('/')[0]](folder + name))).toBe(code);
  expect(performance.now() - begun).toBeLessThan(5000);
});

test('the backend is sound after all these', () => {
  expect(Array.from(tf.tidy(() => tf.matMul(tf.ones([2, 3]), tf.ones([3, 2])).dataSync()))).toEqual([3, 3, 3, 3]);
});
