import { random } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { latentInterpolation, latentWalk } from '../src/index.js';
import { latentSize, slowDecode, tinyDecoder } from './tiny-decoder.js';
import { leaving, shape, size } from './tiny.js';
import { refusal } from '@interp/testing/refusal';

beforeAll(async () => {
  await tf.setBackend('cpu');
  Object.assign(tf.backend(), { firstUse: false });
});

const [from, to] = [random(1).normals(latentSize), random(2).normals(latentSize)];
const length = (x: ArrayLike<number>): number => Math.hypot(...Array.from(x));
const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((sum, value, i) => sum + value * b[i], 0);

const codesOf = (path: 'straight' | 'spherical', steps: number, ends: readonly ArrayLike<number>[]): Float32Array[] => {
  const { images, latents } = latentInterpolation(tinyDecoder(), ends[0], ends[1], { steps, path });
  expect(images.shape).toEqual([steps, ...shape]);
  const [pixels, codes] = [images.dataSync<'float32'>(), latents.dataSync<'float32'>()];
  const rows = Array.from({ length: steps }, (_, i) => codes.slice(i * latentSize, (i + 1) * latentSize));
  rows.forEach((code, i) => slowDecode(code).forEach((value, k) => expect(pixels[i * size + k]).toBeCloseTo(value, 5)));
  tf.dispose([images, latents]);
  return rows;
};

test('a straight path goes in even steps', () => {
  const codes = codesOf('straight', 5, [from, to]);
  codes.forEach((code, step) =>
    code.forEach((value, i) => expect(value).toBeCloseTo(from[i] + (step / 4) * (to[i] - from[i]), 5)),
  );
});

test('a spherical path turns by even angles and keeps the length where both ends have it', () => {
  const ends = [from, to].map((code) => code.map((value) => (2 * value) / length(code)));
  const codes = codesOf('spherical', 7, ends);
  const angle = (a: ArrayLike<number>, b: ArrayLike<number>): number => Math.acos(dot(a, b) / length(a) / length(b));
  codes.forEach((code) => expect(length(code)).toBeCloseTo(2, 5));
  codes.slice(1).forEach((code, i) => expect(angle(codes[i], code)).toBeCloseTo(angle(ends[0], ends[1]) / 6, 3));
  codes[0].forEach((value, i) => expect(value).toBeCloseTo(ends[0][i], 6));
  codes[6].forEach((value, i) => expect(value).toBeCloseTo(ends[1][i], 6));
});

test('where the ends have one direction, or one of them is 0, the sphere is no help', () => {
  const half = Float32Array.from(from, (value) => value / 2);
  codesOf('spherical', 3, [from, half])[1].forEach((value, i) => expect(value).toBeCloseTo(0.75 * from[i], 5));
  const none = new Float32Array(latentSize);
  codesOf('spherical', 3, [none, to])[1].forEach((value, i) => expect(value).toBeCloseTo(to[i] / 2, 5));
});

test('tensors are ends too, and are left alone', async () => {
  const [a, b] = [tf.tensor1d(from), tf.tensor2d(to, [1, latentSize])];
  await leaving(0, () => {
    const { images, latents } = latentInterpolation(tinyDecoder(), a, b);
    expect(latents.shape).toEqual([10, latentSize]);
    tf.dispose([images, latents]);
    return Promise.resolve();
  });
  tf.dispose([a, b]);
});

test('codes and options that do not fit, each with its code', async () => {
  const two = tf.zeros([2, latentSize]);
  const broken = { ...tinyDecoder(), decode: (z: tf.Tensor2D) => tf.mul(tinyDecoder().decode(z), NaN) };
  const opposite = Array.from(from, (value) => -value);
  const cases: [string, () => unknown][] = [
    ['bad-shape', () => latentInterpolation(tinyDecoder(), [1, 2], to)],
    ['bad-shape', () => latentInterpolation(tinyDecoder(), from, two)],
    ['bad-value', () => latentInterpolation(tinyDecoder(), from, [NaN, 0, 0, 0, 0])],
    ['bad-option', () => latentInterpolation(tinyDecoder(), from, to, { steps: 1 })],
    ['bad-option', () => latentInterpolation(tinyDecoder(), from, to, { path: 'great' as 'straight' })],
    ['bad-option', () => latentInterpolation(tinyDecoder(), from, opposite)],
    ['not-finite', () => latentInterpolation(broken, from, to)],
  ];
  for (const [code, work] of cases)
    await leaving(0, async () => {
      expect(await refusal(work)).toBe(code);
      return Promise.resolve();
    });
  two.dispose();
});

test('a walk goes from each code to the next, as interpolations do one after the other', async () => {
  const codes = [from, to, random(3).normals(latentSize)];
  await leaving(0, () => {
    const { images, latents } = latentWalk(tinyDecoder(), codes, { steps: 4 });
    expect([images.shape, latents.shape]).toEqual([
      [8, ...shape],
      [8, latentSize],
    ]);
    const legs = [0, 1].flatMap((i) => codesOf('spherical', 4, codes.slice(i, i + 2)));
    expect(Array.from(latents.dataSync())).toEqual(legs.flatMap((code) => Array.from(code)));
    tf.dispose([images, latents]);
    return Promise.resolve();
  });
});

test('a walk needs two codes, and leaves nothing behind where one of them is bad', async () => {
  await leaving(0, async () => {
    expect(await refusal(() => latentWalk(tinyDecoder(), [from]))).toBe('bad-shape');
    expect(await refusal(() => latentWalk(tinyDecoder(), null as never))).toBe('bad-option');
    expect(await refusal(() => latentWalk(tinyDecoder(), [from, to, [NaN]]))).toMatch(/^bad-/);
  });
});
