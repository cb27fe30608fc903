import { InterpError } from '@interp/core';

/**
 * What is thrown where a classifier does not give numbers.
 *
 * @param what - scores or gradients
 * @returns the error
 */
export const notFinite = (what: string): InterpError =>
  new InterpError(
    'not-finite',
    `the classifier's ${what} are not finite; expected numbers; look at its weights and the range of its inputs`,
  );

/**
 * Sees that all values are numbers.
 *
 * @param values - the values
 * @param what - what they are, for people
 * @throws InterpError `not-finite`
 */
export const checkFinite = (values: Float32Array, what: string): void => {
  // Four sums, since each addition waits for the one before it.
  let [a, b, c, d] = [0, 0, 0, 0];
  let i = 0;
  for (; i + 3 < values.length; i += 4) {
    a += values[i];
    b += values[i + 1];
    c += values[i + 2];
    d += values[i + 3];
  }
  for (; i < values.length; i++) a += values[i];
  if (!Number.isFinite(a + b + c + d)) throw notFinite(what);
};
