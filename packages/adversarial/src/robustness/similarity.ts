/** The rank of each value, from 1 for the smallest; equal values share the mean of theirs. */
const ranks = (values: ArrayLike<number>): Float64Array => {
  const order = Uint32Array.from(values, (_, i) => i).sort((a, b) => values[a] - values[b]);
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
 */
export const rankCorrelation = (a: ArrayLike<number>, b: ArrayLike<number>): number | null => {
  const [first, second] = [ranks(a), ranks(b)];
  const middle = (first.length + 1) / 2;
  let [both, ofFirst, ofSecond] = [0, 0, 0];
  for (let i = 0; i < first.length; i++) {
    const [x, y] = [first[i] - middle, second[i] - middle];
    both += x * y;
    ofFirst += x * x;
    ofSecond += y * y;
  }
  if (ofFirst === 0 || ofSecond === 0) return null;
  return Math.min(1, Math.max(-1, both / Math.sqrt(ofFirst * ofSecond)));
};

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
 */
export const topOverlap = (a: ArrayLike<number>, b: ArrayLike<number>, count: number): number => {
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
