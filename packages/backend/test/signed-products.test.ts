import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import fc from 'fast-check';
import { startBackend } from '@interp/backend';
import { forRandom, valuesOf } from './random-cases.js';

type Rows = readonly (readonly number[])[];

const run = (name: string, inputs: tf.NamedTensorMap, attributes: object = {}): tf.Tensor =>
  tf.engine().runKernel(name, inputs, attributes as tf.NamedAttrMap);

const numbers = (x: tf.Tensor): number[] => [...x.dataSync<'float32'>()];
const rowsOf = (x: tf.Tensor, columns: number): Rows =>
  numbers(x).reduce<number[][]>((rows, value, i) => (i % columns ? rows.at(-1)!.push(value) : rows.push([value]), rows), []); // prettier-ignore

const expectNear = (actual: tf.Tensor, expected: readonly number[]): void => {
  const largest = Math.max(1, ...expected.map(Math.abs));
  numbers(actual).forEach((value, i) => expect(Math.abs(value - expected[i])).toBeLessThan(1e-5 * largest));
};

/** The products of a row and a column whose sign is asked for, summed. */
const sumOf = (row: readonly number[], kernel: Rows, column: number, sign: number): number =>
  row.reduce((sum, value, k) => sum + Math.max(0, sign * value * kernel[k][column]) * sign, 0);

const sizes = fc.record({
  places: fc.integer({ min: 1, max: 75 }),
  inner: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.constantFrom(96, 97, 200)),
  columns: fc.integer({ min: 1, max: 21 }),
  isMixed: fc.boolean(),
  seed: fc.integer({ min: 1, max: 1e6 }),
});

beforeAll(() => startBackend('wasm'));

describe('products split by sign', () => {
  it('are summed, and shares distributed along them, as the formulas say', () =>
    forRandom(sizes, async ({ places, inner, columns, isMixed, seed }) => {
      await startBackend('wasm');
      tf.tidy(() => {
        const given = valuesOf([places, inner], seed, true);
        const x = isMixed ? given : tf.relu(given);
        const kernel = valuesOf([inner, columns], seed + 1, true);
        const [rows, weights] = [rowsOf(x, inner), rowsOf(kernel, columns)];
        const layout = isMixed ? tf.transpose(kernel) : run('SortBySign', { kernel });
        const sums = run('SignedSums', { x, kernel: layout }, { columns, isMixed });
        expect(sums.shape).toEqual([places, 2, columns]);
        const each = (sign: number, row: readonly number[]): number[] => weights[0].map((_, j) => sumOf(row, weights, j, sign)); // prettier-ignore
        expectNear(sums, rows.flatMap((row) => [...each(1, row), ...each(-1, row)])); // prettier-ignore

        const shares = valuesOf([places, 2, columns], seed + 2);
        const share = rowsOf(shares, 2 * columns);
        const expected = rows.flatMap((row, m) =>
          row.map((value, k) =>
            weights[k].reduce((sum, w, j) => sum + value * w * share[m][value * w > 0 ? j : columns + j], 0),
          ),
        );
        const found = run('SignedShares', { shares, kernel, x }, { isMixed });
        expect(found.shape).toEqual(x.shape);
        expectNear(found, expected);
        expect(numbers(run('AnyNegative', { x }))).toEqual([rows.flat().some((value) => value < 0) ? 1 : 0]);
      });
    }));
});

describe('a depthwise convolution split by sign', () => {
  const convolutions = fc.record({
    n: fc.constantFrom(1, 2),
    side: fc.integer({ min: 3, max: 9 }),
    channels: fc.integer({ min: 1, max: 9 }),
    size: fc.integer({ min: 1, max: 3 }),
    stride: fc.integer({ min: 1, max: 3 }),
    pad: fc.constantFrom<'same' | 'valid'>('same', 'valid'),
    seed: fc.integer({ min: 1, max: 1e6 }),
  });

  it('has the sums of two convolutions, and distributes as their transposes do', () =>
    forRandom(convolutions, async ({ n, side, channels, size, stride, pad, seed }) => {
      await startBackend('wasm');
      tf.tidy(() => {
        const x = valuesOf([n, side, side, channels], seed) as tf.Tensor4D;
        const filter = valuesOf([size, size, channels, 1], seed + 1) as tf.Tensor4D;
        const attributes = { strides: [stride, stride], dilations: [1, 1], pad, dataFormat: 'NHWC' };
        const forward = (image: tf.Tensor, weights: tf.Tensor): tf.Tensor =>
          tf.depthwiseConv2d(image as tf.Tensor4D, weights as tf.Tensor4D, stride, pad);
        const signed =
          (sign: 1 | -1): ((image: tf.Tensor) => tf.Tensor) =>
          (image) => {
            const [up, down] = [tf.relu(filter), tf.neg(tf.relu(tf.neg(filter)))];
            const [positive, negative] = [tf.relu(image), tf.neg(tf.relu(tf.neg(image)))];
            return sign > 0
              ? tf.add(forward(positive, up), forward(negative, down))
              : tf.add(forward(positive, down), forward(negative, up));
          };
        const sums = run('SignedDepthwise', { x, filter }, attributes);
        expectNear(sums, numbers(tf.stack([signed(1)(x), signed(-1)(x)], 3)));
        const shares = valuesOf(sums.shape, seed + 2);
        const [p, q] = tf.unstack(shares, 3);
        const expected = tf.mul(x, tf.add(tf.grad(signed(1))(x, p), tf.grad(signed(-1))(x, q)));
        expectNear(run('SignedDepthwiseShares', { shares, filter, x }, attributes), numbers(expected));
      });
    }));
});

test('sums over images are those of float64', () => {
  tf.tidy(() => {
    const x = valuesOf([3, 40_001], 1);
    const sums = run('ImageSums', { x });
    const parts = new Float64Array(Float32Array.from(sums.dataSync()).buffer);
    rowsOf(x, 40_001).forEach((row, image) => {
      const [total, size] = [0, 1].map((which) => parts[4 * image + which] + parts[4 * image + 2 + which]);
      expect(total).toBeCloseTo(
        row.reduce((sum, value) => sum + value, 0),
        8,
      );
      expect(size).toBeCloseTo(
        row.reduce((sum, value) => sum + Math.abs(value), 0),
        8,
      );
    });
  });
});

test('a gate lets the gradient through between its bounds', () => {
  tf.tidy(() => {
    const y = tf.tensor1d([-1, 0, 1, 5.5, 6, 7, NaN]);
    expect(numbers(run('Gate', { y, dy: tf.tensor1d([1, 2, 3, 4, 5, 6, 7]) }, { low: 0, high: 6 }))).toEqual([0, 0, 3, 4, 0, 0, 0]); // prettier-ignore
  });
});
