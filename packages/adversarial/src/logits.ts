/**
 * The index of the largest number, one index excluded.
 *
 * @param row - the numbers, at least two
 * @param except - the index left out
 * @returns the index
 */
export const argmaxExcept = (row: ArrayLike<number>, except: number): number => {
  let best = except === 0 ? 1 : 0;
  for (let k = best + 1; k < row.length; k++) if (k !== except && row[k] > row[best]) best = k;
  return best;
};

/**
 * The probability of a class, in float64.
 *
 * @param row - logits
 * @param c - the class
 * @returns P(c|x)
 */
export const probability = (row: ArrayLike<number>, c: number): number => {
  let sum = 0;
  for (let k = 0; k < row.length; k++) sum += Math.exp(row[k] - row[c]);
  return 1 / sum;
};

/**
 * The direction of the derivative of the cross-entropy of a class with respect to the logits, scaled by its largest component: the probabilities
 * of the other classes relative to each other, and -1. Scaled this way it neither rounds to zero nor underflows where P(c|x) is almost 1.
 *
 * @param row - logits
 * @param c - the class
 * @param sign - 1 for the direction in which the cross-entropy grows, -1 for the opposite one
 * @param out - receives the direction
 */
export const crossEntropyDirection = (row: ArrayLike<number>, c: number, sign: 1 | -1, out: Float32Array): void => {
  const top = row[argmaxExcept(row, c)];
  let sum = 0;
  for (let k = 0; k < row.length; k++) if (k !== c) sum += Math.exp(row[k] - top);
  for (let k = 0; k < row.length; k++) out[k] = k === c ? -sign : (sign * Math.exp(row[k] - top)) / sum;
};
