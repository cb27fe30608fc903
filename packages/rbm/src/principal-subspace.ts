import type { Random } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';

/** The directions of the largest variance. */
export interface PrincipalSubspace {
  /** Orthonormal rows, `[q, M]` row by row, the largest variance first. */
  readonly directions: Float64Array;
  /** The variance along each. */
  readonly variances: Float64Array;
  /** The variance that is left in all other directions together. */
  readonly rest: number;
}

/** Makes rows orthonormal, one after the other, twice for the sake of rounding. */
const orthonormal = (rows: Float64Array, q: number, M: number): void => {
  const row = (r: number): Float64Array => rows.subarray(r * M, (r + 1) * M);
  const dot = (a: Float64Array, b: Float64Array): number => {
    let sum = 0;
    for (let i = 0; i < M; i++) sum += a[i] * b[i];
    return sum;
  };
  for (let r = 0; r < q; r++)
    for (let pass = 0; pass < 2; pass++) {
      const mine = row(r);
      for (let s = 0; s < r; s++) {
        const other = row(s);
        const part = dot(mine, other);
        for (let i = 0; i < M; i++) mine[i] -= part * other[i];
      }
      const length = Math.sqrt(dot(mine, mine));
      for (let i = 0; i < M; i++) mine[i] /= length;
    }
};

/**
 * The leading eigenvectors of a covariance by orthogonal iteration.
 *
 * @param covariance - `[M, M]`, symmetric; borrowed
 * @param q - how many
 * @param numbers - where it starts
 * @returns directions and variances
 */
export const principalSubspace = async (
  covariance: tf.Tensor2D,
  q: number,
  numbers: Random,
): Promise<PrincipalSubspace> => {
  const M = covariance.shape[0];
  const some = Math.min(M, q + 8);
  const directions = Float64Array.from(numbers.normals(some * M));
  orthonormal(directions, some, M);
  let variances = new Float64Array(some);
  for (let round = 0; round < 500; round++) {
    const turned = tf.tidy(() => tf.matMul(tf.tensor2d(Float32Array.from(directions), [some, M]), covariance));
    const next = await turned.data();
    turned.dispose();
    const now = new Float64Array(some);
    for (let at = 0; at < next.length; at++) now[Math.floor(at / M)] += next[at] * directions[at];
    directions.set(next);
    orthonormal(directions, some, M);
    const change = now.subarray(0, q).reduce((most, value, r) => Math.max(most, Math.abs(value - variances[r])), 0);
    variances = now;
    if (change <= 1e-6 * now[0]) break;
  }
  const matrix = await covariance.data();
  let trace = 0;
  for (let i = 0; i < M; i++) trace += matrix[i * M + i];
  const kept = variances.slice(0, q);
  return {
    directions: directions.slice(0, q * M),
    variances: kept,
    rest: Math.max(
      0,
      kept.reduce((left, variance) => left - variance, trace),
    ),
  };
};
