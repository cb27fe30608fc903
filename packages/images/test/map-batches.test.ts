import { startBackend } from '@interp/backend';
import { mapBatches, mapsOnPictures } from '@interp/images';
import { readImages } from '@interp/images/node';
import { failure, refusal, refused } from '@interp/testing/refusal';
import * as tf from '@tensorflow/tfjs-core';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';

beforeAll(() => startBackend('wasm'));

const digits = () => readImages(['drawn:test/0-4'], { inputShape: [28, 28, 1] });

test('rows and numbers of all batches come together, tensors are let go of', async () => {
  const images = await digits();
  const before = tf.memory().numTensors;
  const seen: number[][] = [];
  const { n, rows, values } = await mapBatches(
    images,
    (x, from) => ({
      rows: Array.from({ length: x.shape[0] }, (_, i) => images.name(from + i)),
      values: { doubled: tf.mul(x, 2), first: Float32Array.from({ length: x.shape[0] }, (_, i) => from + i) },
    }),
    { batchSize: 2, onStep: ({ step, value }) => void seen.push([step, value.done, value.n]) },
  );
  expect(tf.memory().numTensors).toBe(before);
  expect(n).toBe(5);
  expect(rows).toEqual([0, 1, 2, 3, 4].map((i) => images.name(i)));
  expect(values['doubled']).toEqual(images.pixels(0, 5).map((value) => 2 * value));
  expect(values['first']).toEqual(Float32Array.of(0, 1, 2, 3, 4));
  expect(seen).toEqual([[1, 2, 5], [2, 4, 5], [3, 5, 5]]); // prettier-ignore
});

test('work without numbers, or that waits; stopped, what is done is kept', async () => {
  const controller = new AbortController();
  const work = async (x: tf.Tensor, from: number) => {
    await Promise.resolve();
    if (from === 2) controller.abort();
    return { rows: Array.from({ length: x.shape[0] }, () => from) };
  };
  const found = await mapBatches(await digits(), work, { batchSize: 2, signal: controller.signal });
  expect(found).toEqual({ n: 4, rows: [0, 0, 2, 2], values: {} });
});

test('a batch whose work was stopped is left out', async () => {
  const work = (x: tf.Tensor, from: number) => (from === 2 ? undefined : { rows: Array(x.shape[0]).fill(from) });
  const { n, rows } = await mapBatches(await digits(), work, { batchSize: 2 });
  expect([n, rows]).toEqual([2, [0, 0]]);
});

test('what throws, or gives too few rows, leaves nothing behind', async () => {
  const images = await digits();
  const before = tf.memory().numTensors;
  const failing = () => {
    throw new RangeError('mine');
  };
  expect(await failure(() => mapBatches(images, failing))).toMatchObject({ message: 'mine' });
  expect(await refusal(() => mapBatches(images, (x) => ({ rows: [1], values: { x: tf.clone(x) } })))).toBe('bad-value');
  expect(await refusal(() => mapBatches(images, undefined as never))).toBe('bad-option');
  expect(await refusal(() => mapBatches(images, failing, { batchSize: 0 }))).toBe('bad-option');
  expect(tf.memory().numTensors).toBe(before);
});

test('maps come back to the pictures that the images are of', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'maps-'));
  for (const [name, width] of [
    ['a', 12],
    ['b', 6],
  ] as const)
    // prettier-ignore
    await sharp({ create: { width, height: 6, channels: 3, background: { r: 9 * width, g: 0, b: 0 } } })
      .png()
      .toFile(join(folder, `${name}.png`));
  const images = await readImages(['drawn:test/0', join(folder, '*.png')], { inputShape: [28, 28, 1], prepare: 'fit' });
  const maps = Float32Array.from({ length: 3 * 784 }, (_, i) => i);
  const found = [];
  for await (const one of mapsOnPictures(images, maps)) found.push(one);
  expect(found.map(({ name, picture }) => [name, picture.width])).toEqual([
    [join(folder, 'a.png'), 12],
    [join(folder, 'b.png'), 6],
  ]);
  const [{ maps: [map] }] = found; // prettier-ignore
  expect(map).toEqual({
    index: 1,
    map: { data: maps.subarray(784, 1568), shape: [1, 28, 28, 1] },
    frame: images.preparation(1)!.frame,
  });
  const some = [];
  for await (const { name } of mapsOnPictures(images, maps.subarray(0, 1568))) some.push(name);
  expect(some).toEqual([join(folder, 'a.png')]);
  const { code } = await refused(() => mapsOnPictures(images, new Float32Array(5)).next());
  expect(code).toBe('bad-shape');
  rmSync(folder, { recursive: true });
});
