/**
 * The index of the largest of some numbers, the first where several are equal.
 *
 * @param values - the numbers, at least one
 * @returns the index
 */
export const argmax = (values: ArrayLike<number>): number => {
  let best = 0;
  for (let k = 1; k < values.length; k++) if (values[k] > values[best]) best = k;
  return best;
};

/**
 * The {@link argmax} of each of several rows.
 *
 * @param values - the rows, one after the other
 * @param length - of each
 * @returns one index for each row
 */
export const argmaxOfRows = (values: Float32Array, length: number): Int32Array =>
  Int32Array.from({ length: values.length / length }, (_, row) =>
    argmax(values.subarray(row * length, (row + 1) * length)),
  );
