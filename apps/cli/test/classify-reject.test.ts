import { writeFileSync } from 'node:fs';
import { random } from '@interp/core';
import { float32Entry, writeSafetensors } from '@interp/files';
import { saveModel } from '@interp/files/node';
import { findMnist } from '@interp/mnist/node';
import * as tf from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { json, model, newFolder, run, tensorsOf } from './run.js';

const folder = newFolder();

interface Row {
  readonly input: string;
  readonly class: number;
  readonly novelty: {
    readonly rejected: boolean;
    readonly by: readonly string[];
    readonly score: number;
    readonly threshold: number;
  };
}

const stream = random(1);
const kinds: Readonly<Record<string, (pixel: number) => number>> = {
  noise: () => stream.uniform(-1, 1),
  black: () => -1,
  grey: () => 0,
  white: () => 1,
  stripes: (pixel) => (pixel % 4 < 2 ? 1 : -1),
};
const strange = folder.at('strange.safetensors');
writeFileSync(
  strange,
  writeSafetensors(
    Object.entries(kinds).map(([name, value]) => [
      name,
      float32Entry(
        [1, 28, 28, 1],
        Float32Array.from({ length: 784 }, (_, pixel) => value(pixel)),
      ),
    ]),
  ),
);

const samples = Array.from({ length: 10 }, (_, digit) => `sample:${digit}`);

describe.each(['lenet', 'lenet-relu'])('%s', (network) => {
  test('digits pass', async () => {
    const rows = await json<Row[]>('classify', ...samples, '--reject', '--model', network);
    for (const { novelty } of rows) expect(novelty).toMatchObject({ rejected: false, by: [] });
  });

  test.each(Object.keys(kinds))('%s is no digit', async (name) => {
    const [{ novelty }] = await json<Row[]>('classify', `${strange}#${name}`, '--reject', '--model', network);
    expect(novelty.rejected).toBe(true);
    expect(novelty.by.every((part) => ['distance', 'outlier'].includes(part))).toBe(true);
    expect(novelty.by.length).toBeGreaterThan(0);
    expect(novelty.score).toBeGreaterThan(novelty.threshold);
  });
});

test('digits turned round are no digits, where they are not; the tensor has the scores', async () => {
  const turned = folder.at('turned.safetensors');
  const save = folder.at('digits.safetensors');
  await json('classify', ...samples, '--save', save);
  const { data } = tensorsOf(save).tensors.get('images')!;
  const pixels = (data as Float32Array).map((_, at) => {
    const [image, y, x] = [Math.floor(at / 784), Math.floor((at % 784) / 28), at % 28];
    return (data as Float32Array)[image * 784 + x * 28 + (27 - y)];
  });
  writeFileSync(turned, writeSafetensors([['images', float32Entry([10, 28, 28, 1], pixels)]]));
  const scores = folder.at('scores.safetensors');
  const rows = await json<Row[]>('classify', turned, '--reject', '--save', scores);
  expect(rows.filter(({ novelty }) => novelty.rejected).length).toBeGreaterThan(4);
  const novelty = tensorsOf(scores).tensors.get('novelty')!;
  expect(novelty.shape).toEqual([10]);
  rows.forEach((row, i) => expect(row.novelty.score).toBeCloseTo((novelty.data as Float32Array)[i], 4));
});

test('text says what is no digit', async () => {
  const { code, out, err } = await run(['classify', 'sample:5', `${strange}#noise`, '--reject']);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toMatch(/^sample:5 +5 .* right\n[^\n]+noise +no digit \(says \d\)[^\n]*\n1 of 2 rejected as no digit\n$/);
  expect((await run(['classify', 'sample:5'])).out).not.toContain('rejected');
});

test('the picture is judged, whichever network reads it', async () => {
  const inputs = ['classify', 'sample:5', `${strange}#noise`, '--reject'];
  const [own, shipped] = [await json<Row[]>(...inputs, '--model', model('sigmoid')), await json<Row[]>(...inputs)];
  expect(own.map(({ novelty }) => novelty)).toEqual(shipped.map(({ novelty }) => novelty));
  expect(own.map(({ novelty }) => novelty.rejected)).toEqual([false, true]);
});

test('--reject-rate says how many digits may be refused; the higher, the lower the threshold', async () => {
  const thresholds: number[] = [];
  for (const rate of ['0.01', '0.05', '0.5']) {
    const [{ novelty }] = await json<Row[]>('classify', 'sample:5', '--reject-rate', rate);
    thresholds.push(novelty.threshold);
  }
  const [{ novelty: usual }] = await json<Row[]>('classify', 'sample:5', '--reject');
  expect(thresholds[1]).toBe(usual.threshold);
  expect(thresholds).toEqual(thresholds.toSorted((a, b) => b - a));
  for (const rate of ['0', '1', 'few']) {
    const { code, err } = await run(['classify', 'sample:5', '--reject-rate', rate]);
    expect(code).toBe(2);
    expect(err).toMatch(/^interp: --reject-rate is [^\n]+\n$/);
  }
});

test('a network of other images: one line', async () => {
  await json('classify', 'sample:1');
  const own = sequential({ layers: [layers.flatten({ inputShape: [8, 8, 1] }), layers.dense({ units: 2 })] });
  const path = await saveModel(own, folder.at('eight'));
  own.dispose();
  const { code, out, err } = await run(['classify', 'sample:1', '--reject', '--model', path]);
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toMatch(/^interp: --reject knows digits of \[28, 28, 1\] and the model takes \[8, 8, 1\][^\n]+\n$/);
});

test('images out of range: one line', async () => {
  const bright = folder.at('bright.safetensors');
  writeFileSync(bright, writeSafetensors([['images', float32Entry([1, 28, 28, 1], new Float32Array(784).fill(255))]]));
  const { code, err } = await run(['classify', bright, '--reject']);
  expect(code).toBe(1);
  expect(err).toMatch(/^interp: [^\n]+expected -1 \(black\) to 1 \(white\)[^\n]+\n$/);
});

test('no tensors are left', async () => {
  await run(['classify', 'sample:0', '--reject']);
  const before = tf.memory().numTensors;
  await run(['classify', 'sample:0', 'sample:1', '--reject']);
  expect(tf.memory().numTensors).toBe(before);
});

const place = await findMnist().catch(() => undefined);
const atHand = place === undefined ? [] : [place];

if (atHand.length > 0)
  test.each(atHand)('of the first thousand test digits about one in twenty is rejected', async (data) => {
    const rows = await json<Row[]>('classify', 'mnist:test/0-999', '--reject', '--data', data);
    const rejected = rows.filter(({ novelty }) => novelty.rejected).length;
    expect(rejected).toBeGreaterThan(10);
    expect(rejected).toBeLessThan(60);
  });
