/**
 * Pearson's correlation of two rows of numbers; 0 where one of them does not vary.
 *
 * @param a - numbers
 * @param b - as many
 * @returns from -1 to 1
 */
export const correlation = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  const n = a.length;
  const mean = (values: ArrayLike<number>): number => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += values[i];
    return sum / n;
  };
  const [meanA, meanB] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    ab += (a[i] - meanA) * (b[i] - meanB);
    aa += (a[i] - meanA) ** 2;
    bb += (b[i] - meanB) ** 2;
  }
  return aa > 0 && bb > 0 ? Math.max(-1, Math.min(1, ab / Math.sqrt(aa * bb))) : 0;
};

/** The rank of each number, from 1; equal ones share the mean of theirs. */
const ranks = (values: ArrayLike<number>): Float64Array => {
  const order = Array.from({ length: values.length }, (_, i) => i).sort((i, j) => values[i] - values[j]);
  const found = new Float64Array(values.length);
  for (let from = 0; from < order.length;) {
    let to = from + 1;
    while (to < order.length && values[order[to]] === values[order[from]]) to++;
    for (let at = from; at < to; at++) found[order[at]] = (from + 1 + to) / 2;
    from = to;
  }
  return found;
};

/**
 * Spearman's correlation: that of the ranks, equal numbers sharing theirs; 0 where one of the rows does not vary.
 *
 * @param a - numbers
 * @param b - as many
 * @returns from -1 to 1
 */
export const rankCorrelation = (a: ArrayLike<number>, b: ArrayLike<number>): number => correlation(ranks(a), ranks(b));
