import { InterpError } from '@interp/core';
import { areFinite } from '@interp/core/internal';

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
  if (!areFinite(values)) throw notFinite(what);
};
