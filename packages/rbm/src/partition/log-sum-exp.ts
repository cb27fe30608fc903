const { exp, log1p } = Math;

/**
 * log Σ exp(x) without overflow.
 *
 * @param values - at least one number
 * @returns the sum's logarithm; -Infinity where all are
 */
export const logSumExp = (values: ArrayLike<number>): number => {
  let highest = -Infinity;
  for (let i = 0; i < values.length; i++) if (values[i] > highest) highest = values[i];
  if (highest === -Infinity) return highest;
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += exp(values[i] - highest);
  return highest + Math.log(sum);
};

/**
 * log(1 + exp(a)) without overflow.
 *
 * @param a - any number
 * @returns the value
 */
export const softplus = (a: number): number => (a > 0 ? a + log1p(exp(-a)) : log1p(exp(a)));
