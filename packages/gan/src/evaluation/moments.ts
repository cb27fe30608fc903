import { checkNumber } from '@interp/checks';
import { Matrix } from 'ml-matrix';

/** Mean and covariance of features, in float64. */
export interface FeatureMoments {
  /** How many vectors. */
  readonly n: number;
  /** `[size]`. */
  readonly mean: Float64Array;
  /** `[size, size]`. */
  readonly covariance: Matrix;
}

/** Accumulates feature vectors for their moments. */
export interface MomentSums {
  /** Adds vectors, in row-major order. */
  add(values: Float32Array): void;
  /** The moments of all added vectors; at least two. */
  moments(): FeatureMoments;
}

/**
 * Sums for mean and covariance, shifted by the first vector to avoid cancellation.
 *
 * @param size - length of a vector
 * @returns the sums, empty
 */
export const momentSums = (size: number): MomentSums => {
  checkNumber('size', size, { min: 1, integer: true });
  let shift: Float64Array | undefined;
  let n = 0;
  const sum = new Float64Array(size);
  const products = new Float64Array(size * size);
  const row = new Float64Array(size);
  return {
    add: (values) => {
      shift ??= Float64Array.from(values.subarray(0, size));
      for (let start = 0; start < values.length; start += size, n++) {
        for (let i = 0; i < size; i++) {
          row[i] = values[start + i] - shift[i];
          sum[i] += row[i];
        }
        for (let i = 0; i < size; i++) {
          const factor = row[i];
          const at = i * size;
          for (let j = 0; j <= i; j++) products[at + j] += factor * row[j];
        }
      }
    },
    moments: () => {
      const covariance = Matrix.zeros(size, size);
      for (let i = 0; i < size; i++)
        for (let j = 0; j <= i; j++) {
          const value = (products[i * size + j] - (sum[i] * sum[j]) / n) / (n - 1);
          covariance.set(i, j, value);
          covariance.set(j, i, value);
        }
      return { n, mean: sum.map((total, i) => total / n + (shift?.[i] ?? 0)), covariance };
    },
  };
};
