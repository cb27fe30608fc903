import { join } from 'node:path';
import { startBackend } from '@interp/backend';
import { saveModel } from '@interp/files/node';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import sharp from 'sharp';
import { json, newFolder, run } from './run.js';

const folder = newFolder();
let model: string;
beforeAll(async () => {
  await startBackend('wasm');
  const own = sequential({
    layers: [
      layers.conv2d({ filters: 3, kernelSize: 3, activation: 'relu', inputShape: [12, 10, 3] }),
      layers.batchNormalization(),
      layers.flatten(),
      layers.dense({ units: 4, activation: 'softmax' }),
    ],
  });
  model = await saveModel(own, folder.at('own'));
  own.dispose();
  await sharp({ create: { width: 50, height: 60, channels: 3, background: { r: 200, g: 30, b: 90 } } })
    .png()
    .toFile(folder.at('photo.png'));
});

test('a model of one’s own classifies, explains and has prototypes', async () => {
  const photo = folder.at('photo.png');
  const [row] = await json<{ probabilities: number[] }[]>('classify', photo, '--model', model);
  expect(row.probabilities).toHaveLength(4);
  const [explained] = await json<{ score: number; total: number }[]>(
    'explain',
    photo,
    '--model',
    model,
    '--out',
    join(folder.path, 'x.png'),
  );
  expect(explained.total).toBeCloseTo(explained.score, 3);
  const prototypes = await json<{ class: number }[]>(
    'prototype',
    '--model',
    model,
    '--steps',
    '3',
    '--out',
    join(folder.path, 'p.png'),
  );
  expect(prototypes.map((prototype) => prototype.class)).toEqual([0, 1, 2, 3]);
});

test('digits do not fit it', async () => {
  const result = await run(['classify', 'sample:1', '--model', model]);
  expect(result).toMatchObject({ code: 1, out: '' });
  expect(result.err).toMatch(/^interp: sample:1 has 784 pixels; the model takes \[12, 10, 3\]\n$/);
});

test.each(['lenet', 'lenet-relu'])('the shipped %s knows the sample digits', async (name) => {
  const digits = Array.from({ length: 10 }, (_, digit) => `sample:${digit}`);
  const rows = await json<{ class: number; probability: number }[]>('classify', ...digits, '--model', name);
  rows.forEach((row, digit) => {
    expect(row.class).toBe(digit);
    expect(row.probability).toBeGreaterThan(0.9);
  });
});
