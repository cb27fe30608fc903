import type { Tensor2D } from '@tensorflow/tfjs-core';
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';

/** The directions of the largest variance. */
export interface PrincipalSubspace {
  /** Orthonormal rows, `[q, M]` row by row, the largest variance first. */
  readonly directions: Float64Array;
  /** The variance along each. */
  readonly variances: Float64Array;
  /** The variance that is left in all other directions together. */
  readonly rest: number;
}

/**
 * The leading eigenvectors of a covariance.
 *
 * @param covariance - `[M, M]`, symmetric; borrowed
 * @param q - how many
 * @returns directions and variances
 */
export const principalSubspace = async (covariance: Tensor2D, q: number): Promise<PrincipalSubspace> => {
  const M = covariance.shape[0];
  const matrix = Matrix.from1DArray(M, M, await covariance.data());
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(matrix, { assumeSymmetric: true });
  const rising = Float64Array.from(realEigenvalues);
  const leading = Array.from({ length: q }, (_, r) => M - 1 - r);
  return {
    directions: Float64Array.from(leading.flatMap((column) => eigenvectorMatrix.getColumn(column))),
    variances: Float64Array.from(leading, (column) => rising[column]),
    rest: Math.max(
      0,
      rising.subarray(0, M - q).reduce((sum, variance) => sum + variance, 0),
    ),
  };
};
