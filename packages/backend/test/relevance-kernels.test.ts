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

  it.each([false, true])('has the bits of its three kernels, with negative values: %s', async (isMixed) => {
    await forRandom(sizes, async ([places, inner, columns]) => {
      tf.tidy(() => {
        const values = valuesOf([places, inner], places);
        const x = isMixed ? values : tf.relu(values);
        const kernel = valuesOf([inner, columns], inner);
        const relevance = valuesOf([places, columns], columns);
        const sorted = isMixed ? tf.transpose(kernel) : run('SortBySign', { kernel })[0];
        const factors = { alpha: 2, beta: 1 };
        const [sums] = run('SignedSums', { x, kernel: sorted }, { columns, isMixed });
        const [shares, even, found] = run('SignedQuotients', { sums, relevance }, factors);
        const expected = [...run('SignedShares', { shares, kernel, x }, { isMixed }), even, found];
        const actual = run('SignedRelevance', { x, sorted, kernel, relevance }, { ...factors, isMixed });
        const compared = actual[2].dataSync()[0] > 0 ? [0, 1, 2] : [0, 2];
        expect(bytesOf(compared.map((i) => actual[i]))).toEqual(bytesOf(compared.map((i) => expected[i])));
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
