/**
 * The mean of some numbers, summed in float64 from the first to the last.
 *
 * @param values - the numbers
 * @returns their mean, NaN where there is none
 */
export const mean = (values: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
};

/**
 * The mean of those numbers that are there.
 *
 * @param values - numbers, null for a missing one
 * @returns their mean, null where there is none
 */
export const meanOfKnown = (values: readonly (number | null)[]): number | null => {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : mean(known);
};
