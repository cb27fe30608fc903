/** The indices of the largest values; of equal ones the first. */
const topOf = (values: ArrayLike<number>, count: number): Set<number> =>
  new Set(
    Uint32Array.from(values, (_, i) => i)
      .sort((a, b) => values[b] - values[a] || a - b)
      .subarray(0, count),
  );

/**
 * How much of what is largest in one list is also largest in another.
 *
 * @param a - one list
 * @param b - another of the same length
 * @param count - how many are taken of each
 * @returns the share of them that both have, from 0 to 1
 */
export const topOverlap = (a: ArrayLike<number>, b: ArrayLike<number>, count: number): number => {
  const second = topOf(b, count);
  let both = 0;
  for (const index of topOf(a, count)) both += Number(second.has(index));
  return both / count;
};
