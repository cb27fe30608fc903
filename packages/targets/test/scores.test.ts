import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import fc from 'fast-check';
import { predictedClasses } from '@interp/core';
import { crossEntropyStart, relevanceStart, scoreStart, scoreValues, type Score } from '@interp/targets';
import { refusal } from '@interp/testing/refusal';

const scores: Score[] = ['logit', 'probability', 'log-probability', 'one'];

beforeAll(async () => {
  await tf.setBackend('cpu');
  Object.assign(tf.backend(), { firstUse: false });
});

const softmax = (row: number[]): number[] => {
  const powers = row.map((value) => Math.exp(value - Math.max(...row)));
  const sum = powers.reduce((a, b) => a + b);
  return powers.map((value) => value / sum);
};

const slow = (row: number[], c: number, score: Score): number =>
  ({ logit: row[c], one: 1, probability: softmax(row)[c], 'log-probability': Math.log(softmax(row)[c]) })[score];

const rows = fc.array(fc.double({ min: -4, max: 4, noNaN: true }), { minLength: 3, maxLength: 3 });

test.each(scores)('%s: values and derivatives as the formula and finite differences have them', (score) => {
  fc.assert(
    fc.property(rows, fc.nat(2), fc.option(fc.nat(2), { nil: undefined }), (drawn, target, versus) => {
      fc.pre(versus !== target);
      const row = Array.from(Float32Array.from(drawn));
      const value = (l: number[]): number =>
        slow(l, target, score) - (versus === undefined ? 0 : slow(l, versus, score));
      const options = { target, score, ...(versus !== undefined && { versus }) };
      tf.tidy(() => {
        const logits = tf.tensor2d([row]);
        expect(scoreValues(logits, options)[0]).toBeCloseTo(value(row), 6);
        const derivative = scoreStart(options)(logits).dataSync();
        const relevance = relevanceStart(options)(logits).dataSync<'float32'>();
        const difference = score === 'one' ? 'logit' : score;
        row.forEach((_, k) => {
          const step = (by: number): number => {
            const moved = row.map((l, j) => (j === k ? l + by : l));
            return slow(moved, target, difference) - (versus === undefined ? 0 : slow(moved, versus, difference));
          };
          expect(derivative[k]).toBeCloseTo((step(1e-4) - step(-1e-4)) / 2e-4, 5);
        });
        expect(relevance.reduce((a, b) => a + b)).toBeCloseTo(value(row), 5);
      });
    }),
  );
});

test('nothing cancels where P is near 1', () => {
  const logits = tf.tensor2d([[40, 0, 1]]);
  const others = Math.exp(-40) + Math.exp(-39);
  const derivative = scoreStart({ target: 0, score: 'probability' })(logits).dataSync();
  expect(derivative[0] / others).toBeCloseTo(1, 6);
  expect(derivative[1] / -Math.exp(-40)).toBeCloseTo(1, 6);
  expect(scoreValues(logits, { target: 0, score: 'log-probability' })[0] / -others).toBeCloseTo(1, 6);
  expect(crossEntropyStart(0)(logits).dataSync()[0] / -others).toBeCloseTo(1, 6);
});

test('classes are predicted, given once, or given for each image', () => {
  const logits = tf.tensor2d([
    [1, 3, 3],
    [2, 0, 1],
  ]);
  expect(Array.from(predictedClasses(logits))).toEqual([1, 0]);
  expect(scoreValues(logits)).toEqual([3, 2]);
  expect(scoreValues(logits, { target: 2 })).toEqual([3, 1]);
  expect(scoreValues(logits, { target: [0, 1], versus: 2 })).toEqual([-2, -1]);
});

test.each([
  [{ target: 3 }, 'bad-class'],
  [{ target: -1 }, 'bad-class'],
  [{ target: 0.5 }, 'bad-class'],
  [{ target: [0, 0, 0] }, 'bad-shape'],
  [{ versus: 7 }, 'bad-class'],
  [{ score: 'loss' as Score }, 'bad-option'],
])('%j is refused', async (options, code) => {
  const logits = tf.zeros<tf.Rank.R2>([2, 3]);
  for (const use of [
    (l: tf.Tensor2D) => scoreStart(options)(l),
    (l: tf.Tensor2D) => relevanceStart(options)(l),
    (l: tf.Tensor2D) => scoreValues(l, options),
  ]) {
    expect(await refusal(() => use(logits))).toBe(code);
  }
});
