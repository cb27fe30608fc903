import { InterpError } from '@interp/checks';
import * as tf from '@tensorflow/tfjs-core';

/** A Gaussian for each class with one covariance for all, in the coordinates in which that is the identity. */
export interface Gaussians {
  /** What takes features to those coordinates, `[features, features]`, row by row: W with WᵀW = Σ⁻¹, transposed. */
  readonly whitening: Float32Array;
  /** The mean of each class in those coordinates, `[classes, features]`. */
  readonly means: Float32Array;
  /** The number of features. */
  readonly features: number;
}

/** Sums from which Gaussians are fitted, in double precision. */
export interface Moments {
  /** How many of each class, `[classes]`. */
  readonly counts: Float64Array;
  /** Sums of features, `[classes, features]`. */
  readonly sums: Float64Array;
  /** Sums of products of features, `[features, features]`, the lower triangle. */
  readonly products: Float64Array;
}

/** Sums of nothing yet. */
export const moments = (classes: number, features: number): Moments => ({
  counts: new Float64Array(classes),
  sums: new Float64Array(classes * features),
  products: new Float64Array(features * features),
});

/** Adds rows of features to the sums. */
export const addMoments = (
  { counts, sums, products }: Moments,
  rows: Float32Array,
  labels: ArrayLike<number>,
): void => {
  const features = sums.length / counts.length;
  for (let i = 0; i < labels.length; i++) {
    const row = rows.subarray(i * features, (i + 1) * features);
    const from = labels[i] * features;
    counts[labels[i]]++;
    for (let a = 0; a < features; a++) {
      const value = row[a];
      sums[from + a] += value;
      for (let b = 0, at = a * features; b <= a; b++, at++) products[at] += value * row[b];
    }
  }
};

/** The lower triangle L of Σ = L Lᵀ (Cholesky), in place of Σ. */
const decompose = (matrix: Float64Array, n: number): void => {
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * n + j];
      for (let k = 0; k < j; k++) sum -= matrix[i * n + k] * matrix[j * n + k];
      matrix[i * n + j] = i === j ? Math.sqrt(sum) : sum / matrix[j * n + j];
    }
};

/** The inverse of a lower triangle. */
const invert = (lower: Float64Array, n: number): Float64Array => {
  const inverse = new Float64Array(n * n);
  for (let column = 0; column < n; column++)
    for (let row = column; row < n; row++) {
      let sum = row === column ? 1 : 0;
      for (let k = column; k < row; k++) sum -= lower[row * n + k] * inverse[k * n + column];
      inverse[row * n + column] = sum / lower[row * n + row];
    }
  return inverse;
};

/**
 * Fits a Gaussian to each class, with one covariance for all (Lee et al. 2018, section 2.1): μ_c the mean of class c, Σ the mean of
 * (f - μ_c)(f - μ_c)ᵀ over all, to which a part of its mean variance is added on the diagonal, since features may not vary at all.
 *
 * @param sums - of all features; computed in double precision
 * @param shrinkage - the part of the mean variance
 * @returns the Gaussians
 * @throws InterpError `bad-value` for a class of which there are none, or features that do not vary at all
 */
export const fitGaussians = ({ counts, sums, products }: Moments, shrinkage: number): Gaussians => {
  const classes = counts.length;
  const n = sums.length / classes;
  const missing = counts.indexOf(0);
  if (missing >= 0)
    throw new InterpError(
      'bad-value',
      `no image has the class ${missing}; expected some of each of the ${classes} classes`,
    );
  const total = counts.reduce((sum, count) => sum + count, 0);
  const means = sums.map((sum, at) => sum / counts[Math.floor(at / n)]);
  const covariance = products.map((product, at) => {
    const [a, b] = [Math.floor(at / n), at % n];
    if (b > a) return 0;
    let ofMeans = 0;
    for (let c = 0; c < classes; c++) ofMeans += counts[c] * means[c * n + a] * means[c * n + b];
    return (product - ofMeans) / total;
  });
  let trace = 0;
  for (let a = 0; a < n; a++) trace += covariance[a * n + a];
  if (!(trace > 0))
    throw new InterpError(
      'bad-value',
      'the features of all images of a class are the same; expected images that differ',
    );
  for (let a = 0; a < n; a++) covariance[a * n + a] += (shrinkage * trace) / n;
  decompose(covariance, n);
  const inverse = invert(covariance, n);
  const whitening = new Float32Array(n * n);
  const whitened = new Float64Array(classes * n);
  for (let a = 0; a < n; a++)
    for (let b = 0; b <= a; b++) {
      whitening[b * n + a] = inverse[a * n + b];
      for (let c = 0; c < classes; c++) whitened[c * n + a] += inverse[a * n + b] * means[c * n + b];
    }
  return { whitening, means: Float32Array.from(whitened), features: n };
};

/**
 * Squared Mahalanobis distances to the nearest class, min_c (f - μ_c)ᵀ Σ⁻¹ (f - μ_c).
 *
 * @param features - `[n, features]`; borrowed
 * @param whitening - of the Gaussians, `[features, features]`; borrowed
 * @param means - of the Gaussians, `[classes, features]`; borrowed
 * @returns `[n]`, which belongs to the caller
 */
export const nearestDistances = (features: tf.Tensor2D, whitening: tf.Tensor2D, means: tf.Tensor2D): tf.Tensor1D =>
  tf.tidy(() => {
    const apart = tf.sub(tf.expandDims(tf.matMul(features, whitening), 1), tf.expandDims(means, 0));
    return tf.min<tf.Tensor1D>(tf.sum(tf.square(apart), 2), 1);
  });
