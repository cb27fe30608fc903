import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import { golden, json, model, newFolder, run, tensorsOf } from './run.js';

const folder = newFolder();

interface Row {
  readonly input: string;
  readonly label?: number;
  readonly class: number;
  readonly probability: number;
  readonly probabilities: readonly number[];
  readonly logits: readonly number[];
}

const largest = (values: ArrayLike<number>): number => Math.max(...Array.from(values, Math.abs));

test.each(['sigmoid', 'relu'] as const)("PyTorch's %s weights give PyTorch's logits", async (activation) => {
  const save = folder.at('c.safetensors');
  const images = `${golden('classify')}#images`;
  const rows = await json<Row[]>('classify', images, '--model', model(activation), '--save', save);
  const expected = tensorsOf(golden('classify')).tensors.get(`${activation}.logits`)!;
  const { tensors } = tensorsOf(save);
  const ours = tensors.get('logits')!;
  expect(ours.shape).toEqual(expected.shape);
  for (let i = 0; i < rows.length; i++) {
    const [a, b] = [ours, expected].map(({ data }) => Array.from(data as Float32Array).slice(10 * i, 10 * i + 10));
    expect(largest(a.map((v, k) => v - b[k]))).toBeLessThan(1e-4 * largest(b));
    expect(rows[i].logits).toEqual(a.map((v) => Number(v.toPrecision(9))));
    expect(rows[i].class).toBe(b.indexOf(Math.max(...b)));
    expect(rows[i].probability).toBe(rows[i].probabilities[rows[i].class]);
    expect(rows[i].probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5);
  }
  expect(tensors.get('images')?.shape).toEqual([rows.length, 28, 28, 1]);
  expect(tensors.get('probabilities')?.shape).toEqual([rows.length, 10]);
});

test('what it saves it reads again, with its own name for each image', async () => {
  const save = folder.at('again.safetensors');
  await json('classify', 'sample:3', 'sample:7', '--model', model('relu'), '--save', save);
  const first = await json<Row[]>('classify', 'sample:3', 'sample:7', '--model', model('relu'));
  const again = await json<Row[]>('classify', `${save}#images`, '--model', model('relu'));
  expect(again.map(({ logits }) => logits)).toEqual(first.map(({ logits }) => logits));
  expect(first.map(({ input, label }) => [input, label])).toEqual([
    ['sample:3', 3],
    ['sample:7', 7],
  ]);
  expect(again.map(({ input }) => input)).toEqual([`${save}#images[0]`, `${save}#images[1]`]);
});

test('one input is still a list, and text for people is aligned', async () => {
  expect(await json<Row[]>('classify', 'sample:0', '--model', model('relu'))).toHaveLength(1);
  const { code, out, err } = await run(['classify', 'sample:0', 'sample:1', '--model', model('relu')]);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toMatch(/^sample:0 {2}0 {2,}[\d.]+ % {2}right\nsample:1 {2}1 {2,}[\d.]+ % {2}right\n2 of 2 right\n$/);
});

test('quiet says nothing; a folder gets all results', async () => {
  const out = folder.at('all');
  const quiet = await run(['classify', 'sample:0', '--model', model('relu'), '--quiet', '--out', out]);
  expect(quiet).toEqual({ code: 0, out: '', err: '' });
  expect(readFileSync(`${out}/classify.png`).subarray(1, 4).toString()).toBe('PNG');
  expect(JSON.parse(readFileSync(`${out}/classify.json`, 'utf8'))).toHaveLength(1);
  expect(tensorsOf(`${out}/classify.safetensors`).tensors.has('logits')).toBe(true);
});

test('a picture as SVG or PNG, in a folder that is made', async () => {
  for (const name of ['x.svg', 'deep/er/x.png']) {
    const { code, out } = await run(['classify', 'sample:0', '--model', model('relu'), '--out', folder.at(name)]);
    expect(code).toBe(0);
    expect(out).toContain(`wrote ${folder.at(name)}`);
  }
  expect(readFileSync(folder.at('x.svg'), 'utf8')).toMatch(/^<svg/);
});

test('a terminal shows the images, unless colours are unwanted', async () => {
  const stdout = { isTTY: true, columns: 100 };
  const args = ['classify', 'sample:0', '--model', model('relu')];
  expect((await run(args, { stdout })).out).toContain('▀');
  expect((await run(args, { stdout, env: { NO_COLOR: '1' } })).out).not.toContain('▀');
  expect((await run([...args, '--json'], { stdout })).out).toMatch(/^\[\{/);
});

test('an interruption before the first image keeps nothing', async () => {
  const save = folder.at('never.safetensors');
  const args = ['classify', 'sample:0', '--model', model('relu'), '--save', save];
  const { code, out, err } = await run(args, { signal: AbortSignal.abort() });
  expect({ code, out }).toEqual({ code: 130, out: '' });
  expect(err).toMatch(/^interp: interrupted[^\n]*\n$/);
  expect(folder.files()).not.toContain('never.safetensors');
});

test('no tensors are left', async () => {
  await run(['classify', 'sample:0', '--model', model('relu')]);
  const before = tf.memory().numTensors;
  await run(['classify', 'sample:0', 'sample:1', '--model', model('relu')]);
  expect(tf.memory().numTensors).toBe(before);
});
