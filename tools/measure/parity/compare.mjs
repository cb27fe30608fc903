// How far one backend's numbers are from another's.
import { largestDifference } from '../bench/largest-difference.mjs';

/**
 * The largest difference, and how many numbers are beyond a tolerance, both as shares of the largest number expected.
 *
 * @param {ArrayLike<number>} found
 * @param {ArrayLike<number>} expected
 * @param {number} tolerance
 * @returns {{ largest: number, beyond: number }}
 */
export const apart = (found, expected, tolerance) => {
  const wanted = Array.from(expected);
  const scale = wanted.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const beyond = wanted.filter((value, i) => !(Math.abs(found[i] - value) <= tolerance * scale)).length;
  return { largest: largestDifference(found, expected), beyond };
};

/**
 * One row for each method.
 *
 * @param {readonly { group: string, name: string, tolerance: number, spared: number }[]} listed - the methods
 * @param {ReadonlyMap<string, readonly number[]>} expected - the numbers of the backend that the others are held to
 * @param {Readonly<Record<string, ReadonlyMap<string, readonly number[]>>>} found - the numbers of each other backend
 * @returns {{ group: string, name: string, tolerance: number, spared: number, differences: Record<string, { largest: number, beyond: number }> }[]}
 *   what a backend lacks is left out
 */
export const rowsOf = (listed, expected, found) =>
  listed
    .filter(({ name }) => expected.has(name))
    .map(({ group, name, tolerance, spared }) => {
      const each = Object.entries(found).filter(([, numbers]) => numbers.has(name));
      const differences = each.map(([backend, numbers]) => [
        backend,
        apart(numbers.get(name), expected.get(name), tolerance),
      ]);
      return { group, name, tolerance, spared, differences: Object.fromEntries(differences) };
    });

/**
 * What is beyond its tolerance, a line each.
 *
 * @param {ReturnType<typeof rowsOf>} rows
 * @returns {string[]}
 */
export const faults = (rows) =>
  rows.flatMap(({ name, tolerance, spared, differences }) =>
    Object.entries(differences)
      .filter(([, { largest, beyond }]) => beyond > spared || !Number.isFinite(largest))
      .map(
        ([backend, { largest, beyond }]) =>
          `${name} on ${backend}: ${beyond} numbers are beyond ${tolerance}, the farthest by ${largest.toExponential(1)}`,
      ),
  );
