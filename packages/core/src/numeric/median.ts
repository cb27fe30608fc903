/**
 * The median of some numbers: the middle one, or the mean of the two in the middle.
 *
 * @param values - the numbers, in any order; not changed
 * @returns their median, NaN where there is none
 */
export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
};
