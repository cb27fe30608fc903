import { mkdirSync, writeFileSync } from 'node:fs';
import { startBackend } from '@interp/backend';
import { float32Entry, int32Entry, writeSafetensors } from '@interp/files';
import { saveModel } from '@interp/files/node';
import * as tf from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import sharp from 'sharp';
import { json, newFolder, run, tensorsOf } from './run.js';

const folder = newFolder();
const models: Record<'sigmoid' | 'softmax', string> = { sigmoid: '', softmax: '' };

/** Colours of four pictures, whose labels are their bright channels. */
const pictures = { red: [255, 0, 0], yellow: [255, 255, 0], black: [0, 0, 0], pink: [255, 0, 255] } as const;

interface Evaluated {
  readonly accuracy: number;
  readonly n: number;
  readonly missing: readonly { readonly input: string; readonly error: string }[];
  readonly multiLabel?: { readonly labels: string; readonly exactMatch: number };
}

/** Models whose classes are the channels: a channel that is bright is predicted. */
beforeAll(async () => {
  await startBackend('wasm');
  for (const activation of ['sigmoid', 'softmax'] as const) {
    const net = sequential({
      layers: [
        layers.globalAveragePooling2d({ inputShape: [4, 4, 3], dataFormat: 'channelsLast' }),
        layers.dense({ units: 3, activation }),
      ],
    });
    net.layers[1].setWeights([tf.tensor2d([4, 0, 0, 0, 4, 0, 0, 0, 4], [3, 3]), tf.tensor1d([0, 0, 0])]);
    models[activation] = await saveModel(net, folder.at(activation), { labels: ['red one', 'green', 'blue'] });
    net.dispose();
  }
  for (const name of ['sets', 'single', 'wrong']) mkdirSync(folder.at(name));
  for (const [name, [r, g, b]] of Object.entries(pictures)) {
    const picture = sharp({ create: { width: 4, height: 4, channels: 3, background: { r, g, b } } }).png();
    for (const into of ['sets', 'single', 'wrong']) await picture.clone().toFile(folder.at(`${into}/${name}.png`));
  }
  writeFileSync(
    folder.at('sets/labels.csv'),
    '\uFEFFfile,labels\r\nred.png,red one\r\nyellow.png,"red one;green"\r\nblack.png,\r\npink.png,2\r\ngone.png,1\r\n',
  );
  writeFileSync(folder.at('single/labels.csv'), 'red.png,0\nyellow.png,green\nblack.png,2\npink.png,blue\n');
  writeFileSync(folder.at('wrong/labels.csv'), 'file,labels\nred.png,rde one\nyellow.png,green\npink.png,blue\n');
});

test('evaluate: the labels.csv of a folder has all labels of each image', async () => {
  const save = folder.at('sets.safetensors');
  const found = await json<Evaluated>('evaluate', folder.at('sets'), '--model', models.sigmoid, '--save', save);
  // Pink is red too: three of four sets are right.
  expect(found).toMatchObject({ n: 4, accuracy: 0.75, multiLabel: { labels: 'all', exactMatch: 0.75 } });
  const { shape, data } = tensorsOf(save).tensors.get('labels')!;
  expect([shape, Array.from(data as Int32Array)]).toEqual([[4, 3], [0, 0, 0, 0, 0, 1, 1, 0, 0, 1, 1, 0]]); // prettier-ignore
  const { err } = await run(['evaluate', folder.at('sets'), '--model', models.sigmoid]);
  expect(err).toContain('names 1 files that are no pictures beside it, gone.png first');
});

test('evaluate: a tensor of a column for each class has them too', async () => {
  const file = folder.at('columns.safetensors');
  const colours = Object.values(pictures).flatMap((rgb) =>
    Array<number[]>(16)
      .fill(rgb.map((v) => v / 127.5 - 1))
      .flat(),
  );
  const columns = Object.values(pictures).flatMap((rgb) => rgb.map((v) => Number(v > 0)));
  const images = float32Entry([4, 4, 4, 3], Float32Array.from(colours));
  const write = (labels: readonly number[], width = 3): void =>
    writeFileSync(
      file,
      writeSafetensors(new Map([['images', images], ['labels', int32Entry([4, width], Int32Array.from(labels))]])), // prettier-ignore
    );
  write(columns);
  const found = await json<Evaluated>('evaluate', file, '--model', models.sigmoid);
  expect(found).toMatchObject({ accuracy: 1, multiLabel: { labels: 'all' } });
  write(columns.map((value) => 2 * value));
  expect((await run(['evaluate', file, '--model', models.sigmoid])).err).toMatch(/\[4, 3\] of 0 and 1/);
});

test('attack: exactly these labels are no longer predicted', async () => {
  const { results } = await json<{ results: { labels: number[]; outcome: string; after: { labels: number[] } }[] }>(
    'attack',
    folder.at('sets'),
    '--model',
    models.sigmoid,
    '--method',
    'pgd',
    '--epsilon',
    '1.5',
  );
  expect(results.map(({ labels }) => labels)).toEqual([[], [2], [0], [0, 1]]);
  expect(results.map(({ outcome }) => outcome)).toEqual(['succeeded', 'already-wrong', 'succeeded', 'succeeded']);
  expect(results[3].after.labels).not.toEqual([0, 1]);
});

test('where classes exclude each other, labels.csv has one label an image', async () => {
  const found = await json<Evaluated>('evaluate', folder.at('single'), '--model', models.softmax);
  expect(found.n).toBe(4);
  const several = await run(['evaluate', folder.at('sets'), '--model', models.softmax, '--json']);
  const { n, missing } = JSON.parse(several.out) as Evaluated;
  expect({ code: several.code, n }).toEqual({ code: 1, n: 2 });
  expect(missing.map(({ error }) => error)).toEqual([
    expect.stringMatching(/black\.png: there are 0 labels, and the model's classes exclude each other/) as string,
    expect.stringMatching(/yellow\.png: there are 2 labels, and the model's classes exclude each other/) as string,
  ]);
});

test('a label that there is not is named, with those that there are; so is a picture without one; the others are evaluated', async () => {
  const { code, out, err } = await run(['evaluate', folder.at('wrong'), '--model', models.sigmoid, '--json']);
  const { n, missing } = JSON.parse(out) as Evaluated;
  expect({ code, n }).toEqual({ code: 1, n: 2 });
  expect(err).toMatch(/interp: 2 inputs cannot be read, such as [^\n]*black\.png" has no label/);
  expect(missing.map(({ input, error }) => [input, error])).toEqual([
    [folder.at('wrong/black.png'), expect.stringContaining('has no label') as string],
    [
      folder.at('wrong/red.png'),
      expect.stringMatching(/labels\.csv.*red\.png: class "rde" does not exist.*red one/) as string,
    ],
  ]);
});
