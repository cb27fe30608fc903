import { checkNumber } from '@interp/checks';
import { checkPair } from '@interp/core/internal';

/** The indices of the largest values; of equal ones the first. */
const topOf = (values: ArrayLike<number>, count: number): Set<number> =>
  new Set(
    Uint32Array.from(values, (_, i) => i)
      .sort((a, b) => values[b] - values[a] || a - b)
      .subarray(0, count),
  );

/**
 * The overlap of the largest values of two lists.
 *
 * @param a - one list
 * @param b - another of the same length
 * @param count - number of largest values of each
 * @returns the fraction of them in common, from 0 to 1
 * @throws InterpError `bad-shape` for lists of different lengths, `bad-value` for a NaN or an infinity, `bad-option` for more values than the lists have
 */
export const topOverlap = (a: ArrayLike<number>, b: ArrayLike<number>, count: number): number => {
  checkPair(a, b);
  checkNumber('count', count, { min: 1, max: a.length, integer: true });
  const second = topOf(b, count);
  let both = 0;
  for (const index of topOf(a, count)) both += Number(second.has(index));
  return both / count;
};

/**
 * The cosine similarity of two lists.
 *
 * @param a - one list
 * @param b - another of the same length
 * @returns from -1 to 1; null where one of them is zero
 */
export const cosine = (a: ArrayLike<number>, b: ArrayLike<number>): number | null => {
  let [both, ofA, ofB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    both += a[i] * b[i];
    ofA += a[i] * a[i];
    ofB += b[i] * b[i];
  }
  return ofA === 0 || ofB === 0 ? null : both / Math.sqrt(ofA) / Math.sqrt(ofB);
};
