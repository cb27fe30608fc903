// How far one backend's numbers are from another's.
import { largestDifference } from '../bench/largest-difference.mjs';

/**
 * One row for each method.
 *
 * @param {readonly { group: string, name: string, tolerance: number }[]} listed - the methods
 * @param {ReadonlyMap<string, readonly number[]>} expected - the numbers of the backend that the others are held to
 * @param {Readonly<Record<string, ReadonlyMap<string, readonly number[]>>>} found - the numbers of each other backend
 * @returns {{ group: string, name: string, tolerance: number, differences: Record<string, number> }[]} what a backend lacks is left out
 */
export const rowsOf = (listed, expected, found) =>
  listed
    .filter(({ name }) => expected.has(name))
    .map(({ group, name, tolerance }) => {
      const each = Object.entries(found).filter(([, numbers]) => numbers.has(name));
      const differences = each.map(([backend, numbers]) => [
        backend,
        largestDifference(numbers.get(name), expected.get(name)),
      ]);
      return { group, name, tolerance, differences: Object.fromEntries(differences) };
    });

/**
 * What is beyond its tolerance, a line each.
 *
 * @param {ReturnType<typeof rowsOf>} rows
 * @returns {string[]}
 */
export const beyond = (rows) =>
  rows.flatMap(({ name, tolerance, differences }) =>
    Object.entries(differences)
      .filter(([, difference]) => !(difference <= tolerance))
      .map(
        ([backend, difference]) =>
          `${name} on ${backend} differs by ${difference.toExponential(1)}, beyond ${tolerance}`,
      ),
  );
