import { checkNumber } from '@interp/checks';
import type { Classifier, Density } from '@interp/core';
import { checkBatch, checkedClassifier, checkedDensity } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';

/** A novelty score for each image of a batch, `[n]`, in nats: the higher, the less like known images. Images are borrowed. */
export type NoveltyScore = (x: tf.Tensor) => Promise<Float32Array>;

const read = async (scores: tf.Tensor): Promise<Float32Array> => {
  const values = Float32Array.from(await scores.data());
  scores.dispose();
  return values;
};

/**
 * -log p*(x) of a density.
 *
 * @param density - an RBM's, a baseline's or another; borrowed
 * @returns the score
 */
export const densityScore = (density: Density): NoveltyScore => {
  const expert = checkedDensity(density);
  return (x) => read(tf.tidy(() => tf.neg(expert.logDensity(x))));
};

/**
 * The deviation of log p*(x) from its usual value, |log p*(x) - usual| (Nalisnick et al. 2019). It also detects images that are too likely: a density
 * may give a blank image a higher value than any digit, as the thesis found.
 *
 * @param density - an RBM's, a baseline's or another; borrowed
 * @param usual - the mean log-density of known images, in nats
 * @returns the score
 * @throws InterpError `bad-option` for a mean that is not a number
 */
export const typicalityScore = (density: Density, usual: number): NoveltyScore => {
  checkNumber('the usual log-density', usual);
  const expert = checkedDensity(density);
  return (x) => read(tf.tidy(() => tf.abs(tf.sub(expert.logDensity(x), usual))));
};

/**
 * The energy of a classifier, -T log Σ_c exp(logit_c / T) (Liu et al. 2020): high where no class has a high score.
 *
 * @param classifier - the classifier; borrowed
 * @param temperature - T, above 0. Default 1
 * @returns the score
 * @throws InterpError `bad-option` for a temperature of 0 or less
 */
export const energyScore = (classifier: Classifier, temperature = 1): NoveltyScore => {
  checkNumber('temperature', temperature, { above: 0 });
  const net = checkedClassifier(classifier);
  return (x) => {
    checkBatch(net, x);
    return read(tf.tidy(() => tf.mul(tf.logSumExp(tf.div(net.logits(x), temperature), 1), -temperature)));
  };
};
