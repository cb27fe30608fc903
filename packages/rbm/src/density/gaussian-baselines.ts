import { InterpError, number, optionsTable } from '@interp/checks';
import type { Density, LabelledImages } from '@interp/core';
import { checkBatch, checkedImages, sizeOfShape } from '@interp/core/internal';
import { allOrNothing } from '@interp/training/internal';
import * as tf from '@tensorflow/tfjs-core';
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { eachChunk, pixelStatistics } from './pixel-statistics.js';

/** A density that integrates to 1: its `logDensity` is a log-likelihood in nats, to compare with log p* - log Z of an RBM. */
export interface NormalisedDensity extends Density {
  /** Number of its free parameters. */
  readonly parameters: number;
  /**
   * Log-likelihood in nats. Differentiable.
   *
   * @param v - a batch, `[n, ...inputShape]`; borrowed
   * @returns `[n]`, which belongs to the caller
   */
  logDensity(v: tf.Tensor): tf.Tensor1D;
  /** Frees its tensors. */
  dispose(): void;
}

/** Options of {@link diagonalGaussian}. */
export interface DiagonalGaussianOptions {
  /** The lowest standard deviation, as for an RBM's σ, because some pixels never change. Default 0.3. */
  readonly floor?: number;
}

/** Checks and defaults of {@link DiagonalGaussianOptions}. */
export const diagonalGaussianOptions = optionsTable<DiagonalGaussianOptions>()({
  floor: number({ above: 0, default: 0.3 }),
});

/** Options of {@link principalComponents}. */
export interface PrincipalComponentsOptions extends DiagonalGaussianOptions {
  /** Number of principal components, fewer than pixels. Default 8. */
  readonly components?: number;
}

/** Checks and defaults of {@link PrincipalComponentsOptions}. */
export const principalComponentsOptions = optionsTable<PrincipalComponentsOptions>()({
  ...diagonalGaussianOptions.rules,
  components: number({ min: 1, integer: true, default: 8 }),
});

const logTwoPi = Math.log(2 * Math.PI);

/**
 * The density of a normal distribution with the precision diag(d) - AᵀA.
 *
 * @param inputShape - shape of one image
 * @param mean - its mean, `[M]`
 * @param diagonal - d, `[M]`
 * @param logNormaliser - log-density at the mean
 * @param parameters - number of free parameters
 * @param factors - A, `[q, M]`, if any
 */
const normal = (
  inputShape: readonly number[],
  mean: Float64Array,
  diagonal: Float64Array,
  logNormaliser: number,
  parameters: number,
  factors?: tf.Tensor2D,
): NormalisedDensity => {
  const [centre, weight] = allOrNothing(() =>
    [mean, diagonal].map((values) => tf.keep(tf.tensor1d(Float32Array.from(values)))),
  );
  const rows = (v: tf.Tensor): tf.Tensor2D => tf.sub(tf.reshape(v, [v.shape[0], mean.length]), centre);
  const timesPrecision = (off: tf.Tensor2D): tf.Tensor2D => {
    const plain: tf.Tensor2D = tf.mul(off, weight);
    return factors ? tf.sub(plain, tf.matMul(tf.matMul(off, factors, false, true), factors)) : plain;
  };
  return {
    inputShape: [...inputShape],
    parameters,
    logDensity: (v) => {
      checkBatch({ inputShape }, v);
      return tf.tidy(() => {
        const value = tf.customGrad((x, save) => {
          (save as tf.GradSaveFunc)([x as tf.Tensor]);
          const off = rows(x as tf.Tensor);
          return {
            value: tf.add(tf.mul(tf.sum(tf.mul(off, timesPrecision(off)), 1), -0.5), logNormaliser),
            gradFunc: (dy: tf.Tensor, [saved]: tf.Tensor[]) =>
              tf.reshape(tf.mul(timesPrecision(rows(saved)), tf.neg(tf.expandDims(dy, 1))), saved.shape),
          };
        });
        return value(v) as tf.Tensor1D;
      });
    },
    gradLogDensity: (v) => {
      checkBatch({ inputShape }, v);
      return tf.tidy(() => tf.reshape(tf.neg(timesPrecision(rows(v))), v.shape));
    },
    dispose: () => {
      tf.dispose([centre, weight]);
      factors?.dispose();
    },
  };
};

/**
 * Independent normally distributed pixels, the simplest baseline for a density of images.
 *
 * @param data - the images; borrowed
 * @param options - the lowest standard deviation
 * @returns the density, which belongs to the caller
 * @throws InterpError `bad-option` for a floor of 0 or less, `bad-shape` for no images
 */
export const diagonalGaussian = async (
  data: LabelledImages,
  options?: DiagonalGaussianOptions,
): Promise<NormalisedDensity> => {
  const { floor } = diagonalGaussianOptions.withDefaults(options);
  const { mean, deviation } = await pixelStatistics(data);
  const sigma = deviation.map((d) => Math.max(d, floor));
  const log = sigma.reduce((sum, s) => sum - Math.log(s) - logTwoPi / 2, 0);
  return normal(
    data.inputShape,
    mean,
    sigma.map((s) => 1 / (s * s)),
    log,
    2 * mean.length,
  );
};

/** The covariance of the images' pixels, `[M, M]` row by row. */
const covarianceOf = async (data: LabelledImages, mean: Float64Array): Promise<Float32Array> => {
  const offset = tf.tensor1d(Float32Array.from(mean));
  let covariance = undefined as tf.Tensor2D | undefined;
  try {
    await eachChunk(data, (pixels, count) => {
      const before = covariance;
      covariance = tf.tidy(() => {
        const off: tf.Tensor2D = tf.sub(tf.tensor2d(pixels, [count, mean.length]), offset);
        const part: tf.Tensor2D = tf.div(tf.matMul(off, off, true, false), data.size);
        return before ? tf.add(before, part) : part;
      });
      before?.dispose();
    });
    return await covariance!.data<'float32'>();
  } finally {
    offset.dispose();
    covariance?.dispose();
  }
};

/**
 * The leading eigenvectors of a covariance `[M, M]`: q orthonormal rows, the largest variance first, the variance along each, and the sum of
 * the variances in all other directions.
 */
const principalSubspace = (
  covariance: Float32Array,
  M: number,
  q: number,
): { directions: Float64Array; variances: Float64Array; rest: number } => {
  const matrix = Matrix.from1DArray(M, M, covariance);
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

/**
 * Probabilistic principal component analysis (Tipping & Bishop 1999): a normal distribution with free variances in the directions of the largest
 * variance and one variance in all others. With as many components as an RBM has hidden units, it is a fair baseline.
 *
 * @param images - the images; borrowed
 * @param options - how many components, and the lowest standard deviation
 * @returns the density, which belongs to the caller
 * @throws InterpError `bad-option` for components below 1 or as many as pixels, or a floor of 0 or less, `bad-shape` for no images
 */
export const principalComponents = async (
  images: LabelledImages,
  options?: PrincipalComponentsOptions,
): Promise<NormalisedDensity> => {
  const { components, floor } = principalComponentsOptions.withDefaults(options);
  const data = checkedImages('the data', images);
  const M = sizeOfShape(data.inputShape);
  if (components >= M)
    throw new InterpError('bad-option', `components is ${components}; expected fewer than the ${M} pixels`);
  const { mean } = await pixelStatistics(data);
  const { directions, variances, rest } = principalSubspace(await covarianceOf(data, mean), M, components);
  const noise = Math.max(rest / (M - components), floor * floor);
  const kept = variances.map((variance) => Math.max(variance, noise));
  const factors = Float32Array.from(directions, (value, at) => {
    const variance = kept[Math.floor(at / M)];
    return value * Math.sqrt(1 / noise - 1 / variance);
  });
  const logVolume = kept.reduce((sum, variance) => sum + Math.log(variance), (M - components) * Math.log(noise));
  return allOrNothing(() =>
    normal(
      data.inputShape,
      mean,
      new Float64Array(M).fill(1 / noise),
      -0.5 * (M * logTwoPi + logVolume),
      M + M * components - (components * (components - 1)) / 2 + 1,
      tf.keep(tf.tensor2d(factors, [components, M])),
    ),
  );
};
