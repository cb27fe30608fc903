/**
 * The index of the largest of some numbers, the first where several are equal.
 *
 * @param row - the numbers
 * @returns the place
 */
export const largestAt = (row: ArrayLike<number>): number => {
  let best = 0;
  for (let k = 1; k < row.length; k++) if (row[k] > row[best]) best = k;
  return best;
};

/**
 * The index of the largest of all other numbers than one.
 *
 * @param row - the numbers, at least two
 * @param but - the index left out
 * @returns the place
 */
export const largestBut = (row: ArrayLike<number>, but: number): number => {
  let best = but === 0 ? 1 : 0;
  for (let k = best + 1; k < row.length; k++) if (k !== but && row[k] > row[best]) best = k;
  return best;
};

/**
 * The probability of a class, in float64.
 *
 * @param row - logits
 * @param c - the class
 * @returns P(c|x)
 */
export const probabilityOf = (row: ArrayLike<number>, c: number): number => {
  let sum = 0;
  for (let k = 0; k < row.length; k++) sum += Math.exp(row[k] - row[c]);
  return 1 / sum;
};

/**
 * The derivative of the cross-entropy of a class with respect to the logits, over its largest part: the probabilities of the other
 * classes among themselves, and -1. Near P(c|x) = 1 neither rounding nor underflow touches it, and attacks need no more than its direction.
 *
 * @param row - logits
 * @param c - the class
 * @param sign - 1 to leave the class, -1 to come to it
 * @param out - where it is written
 */
export const crossEntropyDirection = (row: ArrayLike<number>, c: number, sign: 1 | -1, out: Float32Array): void => {
  const top = row[largestBut(row, c)];
  let sum = 0;
  for (let k = 0; k < row.length; k++) if (k !== c) sum += Math.exp(row[k] - top);
  for (let k = 0; k < row.length; k++) out[k] = k === c ? -sign : (sign * Math.exp(row[k] - top)) / sum;
};
