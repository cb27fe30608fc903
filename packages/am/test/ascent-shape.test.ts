import { refusal } from '@interp/testing/refusal';
import { ascentShape } from '../src/index.js';

const of = (values: readonly number[]) => ascentShape(values.map((objective) => ({ objective })));

/** The same, each measure straight from its words. */
const slowly = (values: readonly number[]) => {
  const rise = Math.max(...values) - Math.min(...values);
  let [fallen, largest] = [0, 0];
  for (let i = 1; i < values.length; i++) {
    if (values[i] < values[i - 1]) fallen += values[i - 1] - values[i];
    largest = Math.max(largest, Math.abs(values[i] - values[i - 1]));
  }
  return { roughness: fallen / rise, largestStep: largest / rise, end: (values.at(-1)! - Math.min(...values)) / rise };
};

test.each([[[-9, -1, -3, -1]], [[0, 1]], [[5, 4.5, 4, 7, 6.9]], [[3, 2, 1]]])('the shape of %j', (values) => {
  const { parts, roughness, largestStep } = of(values);
  const expected = slowly(values);
  expect(roughness).toBeCloseTo(expected.roughness, 12);
  expect(largestStep).toBeCloseTo(expected.largestStep, 12);
  expect(parts.at(-1)).toBeCloseTo(expected.end, 12);
  expect([Math.min(...parts), Math.max(...parts)]).toEqual([0, 1]);
});

test('what only rises is not rough, and neither the unit nor the level counts', () => {
  expect(of([1, 2, 2, 9]).roughness).toBe(0);
  expect(of([1, 5, 3].map((value) => 64 * value - 8))).toEqual(of([1, 5, 3]));
});

test('an objective that never changes has no rise to be measured by', () => {
  expect(of([2, 2, 2])).toEqual({ parts: [0, 0, 0], largestStep: 0, roughness: 0 });
  expect(of([2])).toEqual({ parts: [0], largestStep: 0, roughness: 0 });
});

test('no history, or none of numbers', async () => {
  expect(await refusal(() => of([]))).toBe('bad-shape');
  expect(await refusal(() => of([0, NaN]))).toBe('bad-value');
  expect(await refusal(() => ascentShape(7 as never))).toBe('bad-option');
});
