import { InterpError } from '@interp/checks';
import { mean } from './mean.js';

/**
 * Checks two lists whose values are compared one by one.
 *
 * @param a - one list
 * @param b - the other
 * @throws InterpError `bad-shape` for lists of different lengths, `bad-value` for a NaN or an infinity
 */
export const checkPair = (a: ArrayLike<number>, b: ArrayLike<number>): void => {
  if (a?.length !== b?.length || a?.length === undefined)
    throw new InterpError(
      'bad-shape',
      `the lists have ${String(a?.length)} and ${String(b?.length)} values; expected two lists of the same length`,
    );
  for (const list of [a, b])
    for (let i = 0; i < list.length; i++)
      if (!Number.isFinite(list[i]))
        throw new InterpError('bad-value', `value ${i} of a list is ${String(list[i])}; expected finite numbers`);
};

/**
 * Pearson's correlation of two lists of numbers.
 *
 * @param a - one list
 * @param b - another of the same length
 * @returns from -1 to 1; null where one of them does not vary
 * @throws InterpError `bad-shape` for lists of different lengths, `bad-value` for a NaN or an infinity
 */
export const correlation = (a: ArrayLike<number>, b: ArrayLike<number>): number | null => {
  checkPair(a, b);
  const [meanA, meanB] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    ab += (a[i] - meanA) * (b[i] - meanB);
    aa += (a[i] - meanA) ** 2;
    bb += (b[i] - meanB) ** 2;
  }
  return aa > 0 && bb > 0 ? Math.max(-1, Math.min(1, ab / Math.sqrt(aa * bb))) : null;
};

/** The rank of each value, from 1 for the smallest; equal values share the mean of theirs. */
const ranks = (values: ArrayLike<number>): Float64Array => {
  const order = Uint32Array.from(values, (_, i) => i).sort((i, j) => values[i] - values[j]);
  const found = new Float64Array(values.length);
  for (let from = 0; from < order.length;) {
    let to = from + 1;
    while (to < order.length && values[order[to]] === values[order[from]]) to++;
    for (let i = from; i < to; i++) found[order[i]] = (from + 1 + to) / 2;
    from = to;
  }
  return found;
};

/**
 * Spearman's rank correlation of two lists, equal values sharing the mean of their ranks: 1 where both are in the same order, -1
 * where the orders are opposite.
 *
 * @param a - one list
 * @param b - another of the same length
 * @returns from -1 to 1; null where all values of a list are equal, so that there is no order
 * @throws InterpError `bad-shape` for lists of different lengths, `bad-value` for a NaN or an infinity
 */
export const rankCorrelation = (a: ArrayLike<number>, b: ArrayLike<number>): number | null => {
  checkPair(a, b);
  return correlation(ranks(a), ranks(b));
};
