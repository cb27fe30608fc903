import type { LabelledImages } from '@interp/core';
import { baseRate, diagonalGaussian, principalComponents, type NormalisedDensity, type Rbm } from '@interp/rbm';
import * as tf from '@tensorflow/tfjs-core';

/** A simpler density of the same digits, normalised, for an RBM to be measured by. */
export interface RbmBaseline extends Pick<NormalisedDensity, 'logDensity' | 'parameters' | 'dispose'> {
  /** What it is called. */
  readonly name: string;
}

/** Independent pixels of 0 and 1. */
const independentBits = async (rbm: Rbm, train: LabelledImages): Promise<RbmBaseline> => {
  const { location } = await baseRate(train, rbm);
  const logits = tf.keep(tf.tensor1d(Float32Array.from(location)));
  return {
    name: 'independent pixels',
    parameters: rbm.visible,
    logDensity: (v) =>
      tf.tidy(() => {
        const away = tf.sub(1, tf.mul(tf.reshape(v, [v.shape[0], rbm.visible]), 2));
        return tf.neg(tf.sum<tf.Tensor1D>(tf.softplus(tf.mul(away, logits)), 1));
      }),
    dispose: () => {
      logits.dispose();
    },
  };
};

/**
 * Densities to compare an RBM with: independent pixels, and, beside Gaussian units, as many principal components as it has hidden units.
 *
 * @param rbm - the RBM; borrowed
 * @param train - what it was trained on, or digits like those, as it sees them; borrowed
 * @returns the densities, which belong to the caller
 */
export const rbmBaselines = async (rbm: Rbm, train: LabelledImages): Promise<readonly RbmBaseline[]> => {
  if (!rbm.variant.continuous) return [await independentBits(rbm, train)];
  const components = Math.min(rbm.hidden, rbm.visible - 1);
  return [
    { name: 'independent pixels', ...(await diagonalGaussian(train)) },
    { name: `principal components, ${components}`, ...(await principalComponents(train, { components })) },
  ];
};
