import { InterpError, type LabelledImages } from '@interp/core';
import { checkBatch, checkedOptions, checkNumber } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import type { NormalisedDensity } from './normalised-density.js';
import { eachChunk, pixelStatistics } from './pixel-statistics.js';
import { principalSubspace } from './principal-subspace.js';

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
  const centre = tf.keep(tf.tensor1d(Float32Array.from(mean)));
  const weight = tf.keep(tf.tensor1d(Float32Array.from(diagonal)));
  const rows = (v: tf.Tensor): tf.Tensor2D => tf.sub(tf.reshape(v, [v.shape[0], mean.length]), centre);
  const slope = (off: tf.Tensor2D): tf.Tensor2D => {
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
            value: tf.add(tf.mul(tf.sum(tf.mul(off, slope(off)), 1), -0.5), logNormaliser),
            gradFunc: (dy: tf.Tensor, [saved]: tf.Tensor[]) =>
              tf.reshape(tf.mul(slope(rows(saved)), tf.neg(tf.expandDims(dy, 1))), saved.shape),
          };
        });
        return value(v) as tf.Tensor1D;
      });
    },
    gradLogDensity: (v) => {
      checkBatch({ inputShape }, v);
      return tf.tidy(() => tf.reshape(tf.neg(slope(rows(v))), v.shape));
    },
    dispose: () => {
      tf.dispose([centre, weight]);
      factors?.dispose();
    },
  };
};

/**
 * Independent normally distributed pixels: the least that a density of images has to beat.
 *
 * @param data - the images; borrowed
 * @param options - `floor`, the lowest standard deviation, default 0.3 as for an RBM's σ: pixels that never change have none
 * @returns the density, which belongs to the caller
 * @throws InterpError `bad-option` for a floor of 0 or less, `bad-shape` for no images
 */
export const diagonalGaussian = async (
  data: LabelledImages,
  options: { floor?: number } = {},
): Promise<NormalisedDensity> => {
  const { floor = 0.3 } = checkedOptions(options);
  checkNumber('the floor', floor, { above: 0 });
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

/**
 * Probabilistic principal component analysis (Tipping & Bishop 1999): a normal distribution that is free in the directions of the largest
 * variance and the same in all others; as many components as an RBM has hidden units make it a fair rival.
 *
 * @param data - the images; borrowed
 * @param options - `components`, default 8; `floor`, the lowest standard deviation, default 0.3
 * @returns the density, which belongs to the caller
 * @throws InterpError `bad-option` for components below 1 or as many as pixels, or a floor of 0 or less, `bad-shape` for no images
 */
export const principalComponents = async (
  data: LabelledImages,
  options: { components?: number; floor?: number } = {},
): Promise<NormalisedDensity> => {
  const { components = 8, floor = 0.3 } = checkedOptions(options);
  const M = data.inputShape.reduce((product, size) => product * size, 1);
  checkNumber('components', components, { min: 1, integer: true });
  checkNumber('the floor', floor, { above: 0 });
  if (components >= M)
    throw new InterpError('bad-option', `components is ${components}; expected fewer than the ${M} pixels`);
  const { mean } = await pixelStatistics(data);
  const offset = tf.tensor1d(Float32Array.from(mean));
  let covariance: tf.Tensor2D = tf.zeros([M, M]);
  await eachChunk(data, (pixels, count) => {
    const next = tf.tidy(() => {
      const off: tf.Tensor2D = tf.sub(tf.tensor2d(pixels, [count, M]), offset);
      return tf.add(covariance, tf.div(tf.matMul(off, off, true, false), data.size));
    });
    covariance.dispose();
    covariance = next as tf.Tensor2D;
  });
  offset.dispose();
  const { directions, variances, rest } = await principalSubspace(covariance, components);
  covariance.dispose();
  const noise = Math.max(rest / (M - components), floor * floor);
  const kept = variances.map((variance) => Math.max(variance, noise));
  const factors = Float32Array.from(directions, (value, at) => {
    const variance = kept[Math.floor(at / M)];
    return value * Math.sqrt(1 / noise - 1 / variance);
  });
  const logVolume = kept.reduce((sum, variance) => sum + Math.log(variance), (M - components) * Math.log(noise));
  return normal(
    data.inputShape,
    mean,
    new Float64Array(M).fill(1 / noise),
    -0.5 * (M * logTwoPi + logVolume),
    M + M * components - (components * (components - 1)) / 2 + 1,
    tf.keep(tf.tensor2d(factors, [components, M])),
  );
};
