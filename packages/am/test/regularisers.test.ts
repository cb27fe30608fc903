import { random } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { shifted } from '../src/regularisers/jitter.js';
import { squaredNorm } from '../src/regularisers/squared-norm.js';
import { totalVariation } from '../src/regularisers/total-variation.js';
import { slowGradient } from './tiny.js';

beforeAll(async () => {
  await tf.setBackend('cpu');
  Object.assign(tf.backend(), { firstUse: false });
});

const [height, width, channels] = [4, 5, 2];
const length = height * width * channels;

/** Minus the total variation, pixel by pixel. */
const slowVariation = (x: Float64Array): number => {
  const at = (row: number, column: number, channel: number): number => x[(row * width + column) * channels + channel];
  let sum = 0;
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++)
      for (let channel = 0; channel < channels; channel++) {
        const here = at(row, column, channel);
        const down = row + 1 < height ? at(row + 1, column, channel) - here : 0;
        const right = column + 1 < width ? at(row, column + 1, channel) - here : 0;
        sum += Math.sqrt(down ** 2 + right ** 2 + 1e-6);
      }
  return -0.3 * sum;
};

const slowNorm = (x: Float64Array): number => -0.3 * x.reduce((sum, value) => sum + value * value, 0);

test.each([
  { name: 'squared norm', regulariser: squaredNorm(0.3), slow: slowNorm },
  { name: 'total variation', regulariser: totalVariation(0.3), slow: slowVariation },
])('$name: the gradient is that of the formula', ({ regulariser, slow }) => {
  const two = [random(1).uniforms(length, -1, 1), random(2).uniforms(length, -1, 1)];
  const found = tf.tidy(() => {
    const points = tf.stack(two.map((x) => tf.tensor(x, [height, width, channels])));
    return Array.from(regulariser(points).dataSync());
  });
  two.flatMap((x) => slowGradient(slow, x)).forEach((expected, i) => expect(found[i]).toBeCloseTo(expected, 4));
});

test.each([
  [0, 0],
  [1, -2],
  [-3, 4],
  [7, -11],
])('an image shifted by %d and %d goes around the border, and back', (down, right) => {
  const x = tf.tensor(random(3).uniforms(length), [1, height, width, channels]);
  const moved = shifted(x, down, right);
  const [from, to] = [x.dataSync(), moved.dataSync()];
  const index = (row: number, column: number): number =>
    ((((row % height) + height) % height) * width + (((column % width) + width) % width)) * channels;
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++)
      expect(to[index(row + down, column + right)]).toBe(from[index(row, column)]);
  const back = shifted(moved, -down, -right);
  expect(Array.from(back.dataSync())).toEqual(Array.from(from));
  tf.dispose([x, moved, back]);
});
