import { random, type Random } from '@interp/core';
import { augment } from '../src/index.js';

/** A stream whose uniform numbers are given, in order. */
const fixed = (...values: number[]): Random => {
  let at = 0;
  const next = (): number => values[at++];
  return { ...random(0), uniform: next, uniforms: (n) => Float32Array.from({ length: n }, next) };
};

/** A bright point at (x, y) of a 9×9 image of -1. */
const point = (x: number, y: number): Float32Array => new Float32Array(81).fill(-1).fill(1, 9 * y + x, 9 * y + x + 1);

const near = (got: Float32Array, expected: Float32Array): void =>
  expected.forEach((value, i) => expect(got[i]).toBeCloseTo(value, 5));

// The stream gives angle, change of size, shear, shift down, shift right.
test.each([
  ['nothing', [0, 0, 0, 0, 0], [6, 3], [6, 3]],
  ['a shift', [0, 0, 0, 2, -1], [6, 3], [5, 5]],
  ['a quarter turn', [90, 0, 0, 0, 0], [6, 4], [4, 2]],
  ['a half turn', [180, 0, 0, 0, 0], [6, 3], [2, 5]],
  ['a shear', [0, 0, 0.5, 0, 0], [4, 2], [5, 2]],
] as const)('%s moves a point', (_, numbers, [x, y], [toX, toY]) => {
  near(augment(point(x, y), [9, 9, 1], {}, fixed(...numbers)), point(toX, toY));
});

test('twice the size takes a pixel half as far from the centre', () => {
  const ramp = Float32Array.from({ length: 81 }, (_, i) => i % 9);
  const moved = augment(ramp, [9, 9, 1], {}, fixed(0, 1, 0, 0, 0));
  near(
    moved,
    ramp.map((x) => 4 + (x - 4) / 2),
  );
});

test('half a pixel is the mean of two, channel by channel, and the border goes on', () => {
  const row = Float32Array.of(1, 10, 2, 20, 4, 40);
  near(augment(row, [1, 3, 2], {}, fixed(0, 0, 0, 0, 0.5)), Float32Array.of(1, 10, 1.5, 15, 3, 30));
});

test('the amounts are limits, the stream decides, and images do not touch each other', () => {
  const images = Float32Array.from([...point(4, 4), ...point(1, 1)]);
  const amounts = { shift: 2, rotate: 10, scale: 0.1, shear: 0.1 };
  const first = augment(images, [9, 9, 1], amounts, random(7));
  expect(augment(images, [9, 9, 1], amounts, random(7))).toEqual(first);
  expect(augment(images, [9, 9, 1], amounts, random(8))).not.toEqual(first);
  const alone = augment(point(4, 4), [9, 9, 1], amounts, random(7));
  expect(first.subarray(0, 81)).toEqual(alone);
  expect(Math.max(...first)).toBeLessThanOrEqual(1);
  expect(Math.min(...first)).toBeGreaterThanOrEqual(-1);
});
