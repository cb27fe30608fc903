// How far scores and gradients are from those in double precision.
import { idOf } from './cases.mjs';

/** Beyond this share of the largest value something is wrong; float32 gives 1e-6, and sines on `webgl` and `webgpu` are as exact as the graphics card's. */
export const toleranceOn = (backend) => (['webgl', 'webgpu'].includes(backend) ? 1e-3 : 1e-4);

const apart = (found, expected) => {
  if (found.length !== expected.length) return Infinity;
  const scale = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-30);
  return expected.reduce((most, value, i) => {
    const difference = Math.abs(found[i] - value) / scale;
    return Number.isNaN(difference) ? Infinity : Math.max(most, difference);
  }, 0);
};

/**
 * What one way of computing gives.
 *
 * @param {{ scores?: number[], gradient?: number[], error?: string }} found
 * @param {{ scores: number[], gradient: number[] }} expected
 * @returns {number | string} the larger of both differences, or the error
 */
const differenceOf = ({ scores, gradient, error }, expected) =>
  error ?? Math.max(apart(scores, expected.scores), apart(gradient, expected.gradient));

/**
 * One row for each case.
 *
 * @param {readonly any[]} cases
 * @param {Record<string, { scores: number[], gradient: number[] }>} expected - by the name of the case
 * @param {Record<string, Record<string, any>>} found - by backend and the name of the case
 * @returns {{ group: string, name: string, refused?: string, cannot?: object, backends: Record<string, Record<string, number | string>> }[]}
 */
export const rowsOf = (cases, expected, found) =>
  cases.map((one) => {
    const { group, name, refused, cannot } = one;
    const id = idOf(one);
    const backends = Object.entries(found).map(([backend, all]) => [
      backend,
      Object.fromEntries(Object.entries(all[id]).map(([way, each]) => [way, differenceOf(each, expected[id])])),
    ]);
    return { group, name, refused, cannot, backends: Object.fromEntries(backends) };
  });

/**
 * What is wrong, a line each: a gradient that is beyond the tolerance, an error where there should be a gradient, and a gradient or another
 * error where there should be a refusal.
 *
 * @param {ReturnType<typeof rowsOf>} rows
 * @returns {string[]}
 */
export const faults = (rows) =>
  rows.flatMap(({ group, name, refused, cannot, backends }) =>
    Object.entries(backends)
      .filter(([backend]) => !cannot?.[backend])
      .flatMap(([backend, ways]) =>
        Object.entries(ways)
          .filter(([way, result]) => {
            if (way === 'own') return false;
            return refused
              ? !String(result).startsWith('unsupported-layer: ')
              : !(Number(result) <= toleranceOn(backend));
          })
          .map(([way, result]) => `${group}: ${name}, ${way} on ${backend}: ${result}`),
      ),
  );
