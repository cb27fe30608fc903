import { checkFields } from '@interp/checks';
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import type { FeatureMoments } from './moments.js';

const eigen = (matrix: Matrix): EigenvalueDecomposition =>
  new EigenvalueDecomposition(matrix, { assumeSymmetric: true });

/** The symmetric square root of a covariance; eigenvalues below 0 are rounding errors. */
const squareRoot = (matrix: Matrix): Matrix => {
  const { eigenvectorMatrix, realEigenvalues } = eigen(matrix);
  const scaled = eigenvectorMatrix.clone();
  realEigenvalues.forEach((value, column) => scaled.mulColumn(column, Math.sqrt(Math.max(value, 0))));
  return scaled.mmul(eigenvectorMatrix.transpose());
};

/**
 * The Fréchet distance of two normal distributions, ‖μ₁ - μ₂‖² + tr(Σ₁ + Σ₂ - 2 (Σ₁^½ Σ₂ Σ₁^½)^½) (Dowson & Landau 1982), in float64:
 * FID (Heusel et al. 2017) is this distance for Inception's features.
 *
 * @param a - mean and covariance of one set of features
 * @param b - of another
 * @returns the distance, 0 for the same moments
 */
export const frechetDistance = (a: FeatureMoments, b: FeatureMoments): number => {
  checkFields('the first moments', a, { mean: 'list', covariance: 'object' });
  checkFields('the second moments', b, { mean: 'list', covariance: 'object' });
  const between = a.mean.reduce((sum, value, i) => sum + (value - b.mean[i]) ** 2, 0);
  const root = squareRoot(a.covariance);
  const inner = root.mmul(b.covariance).mmul(root);
  const symmetric = Matrix.add(inner, inner.transpose()).mul(0.5);
  const overlap = eigen(symmetric).realEigenvalues.reduce((sum, value) => sum + Math.sqrt(Math.max(value, 0)), 0);
  return Math.max(0, between + a.covariance.trace() + b.covariance.trace() - 2 * overlap);
};
