import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { startBackend } from '@interp/backend';
import { forRandom, valuesOf } from './random-cases.js';

type Tensors = Record<string, tf.Tensor>;

const run = (kernel: string, inputs: Tensors, attributes: object = {}): tf.Tensor[] =>
  [tf.engine().runKernel<tf.Tensor | tf.Tensor[]>(kernel, inputs, attributes as tf.NamedAttrMap)].flat();

const bytesOf = (tensors: readonly tf.Tensor[]): number[][] =>
  tensors.map((tensor) => [...new Uint32Array(tensor.dataSync().slice().buffer)]);

beforeAll(() => startBackend('wasm'));

describe('the αβ rule in one pass', () => {
  const sizes = fc.tuple(
    fc.integer({ min: 1, max: 150 }),
    fc.integer({ min: 1, max: 120 }),
    fc.integer({ min: 1, max: 40 }),
  );

  const cases = [1, 0].flatMap((beta) => [false, true].map((isMixed) => [beta, isMixed] as const));
  it.each(cases)('has the bits of its three kernels, with β = %s, with negative values: %s', async (beta, isMixed) => {
    await forRandom(sizes, async ([places, inner, columns]) => {
      tf.tidy(() => {
        const values = valuesOf([places, inner], places);
        const x = isMixed ? values : tf.relu(values);
        const kernel = valuesOf([inner, columns], inner);
        const relevance = valuesOf([places, columns], columns);
        const sorted = isMixed ? tf.transpose(kernel) : run('SortBySign', { kernel })[0];
        const factors = { alpha: beta + 1, beta };
        const [sums] = run('SignedSums', { x, kernel: sorted }, { columns, isMixed });
        const [shares, even, found] = run('SignedQuotients', { sums, relevance }, factors);
        const expected = [...run('SignedShares', { shares, kernel, x }, { isMixed }), even, found];
        const [back] = run('SortBySign', { kernel: tf.transpose(kernel) });
        const inputs = { x, sorted, kernel, relevance, ...(beta === 0 && { back }) };
        const actual = run('SignedRelevance', inputs, { ...factors, isMixed });
        const compared = actual[2].dataSync()[0] > 0 ? [0, 1, 2] : [0, 2];
        expect(bytesOf(compared.map((i) => actual[i]))).toEqual(bytesOf(compared.map((i) => expected[i])));
      });
      await Promise.resolve();
    });
  });
});

describe('the αβ rule of a depthwise convolution in one pass', () => {
  const convolutions = fc.record({
    n: fc.integer({ min: 1, max: 2 }),
    height: fc.integer({ min: 5, max: 50 }),
    width: fc.integer({ min: 5, max: 40 }),
    channels: fc.constantFrom(1, 3, 8, 90),
    size: fc.integer({ min: 1, max: 5 }),
    stride: fc.integer({ min: 1, max: 3 }),
    pad: fc.oneof(fc.constantFrom<'same' | 'valid'>('same', 'valid'), fc.integer({ min: 0, max: 4 })),
    beta: fc.constantFrom(0, 1),
  });

  it('has the bits of its three kernels, strip by strip', async () => {
    await forRandom(convolutions, async ({ n, height, width, channels, size, stride, pad, beta }) => {
      tf.tidy(() => {
        const x = tf.relu(valuesOf([n, height, width, channels], height));
        const filter = valuesOf([size, size, channels, 1], width);
        const around = typeof pad === 'string' ? -1 : Math.min(pad, size);
        const attributes = {
          strides: [stride, stride],
          dilations: [1, 1],
          pad: typeof pad === 'string' ? pad : [0, around, around, 0].map((cells) => [cells, cells]),
          dataFormat: 'NHWC',
        };
        const [sums] = run('SignedDepthwise', { x, filter }, attributes);
        const relevance = valuesOf([...sums.shape.slice(0, 3), channels], size);
        const factors = { alpha: 1 + beta, beta };
        const [shares, even, found] = run('SignedQuotients', { sums, relevance }, factors);
        const expected = [...run('SignedDepthwiseShares', { shares, filter, x }, attributes), even];
        const actual = run('DepthwiseRelevance', { x, filter, relevance }, { ...attributes, ...factors });
        expect(bytesOf(actual.slice(0, 2))).toEqual(bytesOf(expected));
        expect(Math.max(...actual[2].dataSync())).toBe(found.dataSync()[0]);
      });
      await Promise.resolve();
    });
  });
});

describe('shares of two addends by size', () => {
  it('are |x| R / Σ|x|, and what sums of two zeros had is apart', () => {
    tf.tidy(() => {
      const x = tf.tensor([1, -3, 0, 0, 2, 3, 5, 0, 0, -2], [1, 2, 5]);
      const relevance = tf.tensor([8, 12, 1, 7, 0], [1, 5]);
      const [shares, even, found] = run('SizeShares', { x, relevance });
      expect([...shares.dataSync()]).toEqual([2, 4.5, 0, 0, 0, 6, 7.5, 0, 0, 0]);
      expect([...even.dataSync()]).toEqual([0, 0, 1, 7, 0]);
      expect(found.dataSync()[0]).toBe(1);
    });
  });
});

describe('padding', () => {
  it('is that of the cpu backend', async () => {
    const cases: readonly (readonly [shape: number[], paddings: [number, number][]])[] = [
      [
        [2, 5, 7, 3],
        [
          [0, 0],
          [1, 2],
          [3, 0],
          [0, 0],
        ],
      ],
      [
        [2, 5, 40],
        [
          [0, 0],
          [2, 1],
          [0, 0],
        ],
      ],
      [
        [3, 50],
        [
          [1, 1],
          [2, 3],
        ],
      ],
      [
        [2, 3, 2, 20],
        [
          [1, 0],
          [0, 2],
          [1, 1],
          [0, 0],
        ],
      ],
      [[64], [[1, 2]]],
    ];
    const pads = (): number[][] =>
      cases.map(([shape, paddings], i) => [...tf.tidy(() => tf.pad(valuesOf(shape, i), paddings, 0.5)).dataSync()]);
    const actual = pads();
    await startBackend('cpu');
    expect(actual).toEqual(pads());
    await startBackend('wasm');
  });
});
