import { hostTensor, hostValues } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { imageSums } from '../attribution.js';
import type { LrpLayer, LrpRule } from './rule.js';
import { addEven, divide } from './divide.js';

/**
 * Elementwise product.
 *
 * @param a - borrowed
 * @param b - of the same shape; borrowed
 * @returns of that shape
 */
export const times = (a: tf.Tensor, b: tf.Tensor): tf.Tensor =>
  hostTensor(a.shape, (out) => {
    const [x, y] = [hostValues(a), hostValues(b)];
    for (let i = 0; i < out.length; i++) out[i] = x[i] * y[i];
  });

/**
 * Shares relevance in proportion to the contributions z_ij: R_i = Σ_j z_ij / (Σ_i z_ij + b_j + ε sign) R_j.
 *
 * @param layer - a layer of kind `linear` or `merging`
 * @param input - its input; borrowed
 * @param relevance - of its output; borrowed
 * @param epsilon - the stabiliser, 0 or more, in units of the output
 * @returns the relevance of its input
 */
export const shareProportionally = (
  layer: LrpLayer,
  input: tf.Tensor,
  relevance: tf.Tensor,
  epsilon: number,
): tf.Tensor => {
  const bias = layer.biasPolicy === 'keep' ? layer.bias : undefined;
  const { quotients, even } = divide(layer, layer.map(input), relevance, { epsilon, bias });
  return addEven(layer, times(input, layer.transpose(quotients)), even);
};

/**
 * Passes relevance to the input from which each pooled or copied value came. Relevance of padding goes evenly to all
 * inputs or is lost, depending on the policy for empty branches.
 *
 * @param layer - a layer of kind `pooling` or `reshaping`
 * @param relevance - of its output; borrowed
 * @returns the relevance of its input
 */
export const routeBack = (layer: LrpLayer, relevance: tf.Tensor): tf.Tensor => {
  const passed = layer.vjp(relevance);
  if (layer.type !== 'ZeroPadding2D') return passed;
  const { totals } = imageSums(passed);
  const fallen = imageSums(relevance).totals.map((total, image) => total - totals[image]);
  if (fallen.every((amount) => amount === 0)) return passed;
  if (layer.emptyBranch === 'paper') {
    fallen.forEach((amount, image) => (layer.losses.empty[image] += amount));
    return passed;
  }
  const [n, ...inputs] = passed.shape;
  const each = Float32Array.from(fallen, (amount) => amount / tf.util.sizeFromShape(inputs));
  return tf.add(passed, tf.reshape(each, [n, ...inputs.map(() => 1)]));
};

const conventional: LrpRule = (layer, input, relevance) => {
  switch (layer.kind) {
    case 'activation':
      return relevance;
    case 'pooling':
    case 'reshaping':
      return routeBack(layer, relevance);
    case 'merging':
      return layer.kernel ? shareProportionally(layer, input, relevance, 0) : layer.vjp(relevance);
    case 'linear':
      return shareProportionally(layer, input, relevance, 0);
  }
};

/**
 * Extends a rule for weighted sums to all layers. The others follow a convention: activations pass relevance on unchanged;
 * max-pooling gives it to the first maximum of the window; copies give it to the copied value; additions, averages and normalisation
 * share it in proportion to the contributions.
 *
 * @param rule - for dense layers, convolutions and average pooling
 * @returns a rule for all layers
 */
export const onWeightedSums =
  (rule: LrpRule): LrpRule =>
  (layer, input, relevance) =>
    (layer.kind === 'linear' && !layer.isScale ? rule : conventional)(layer, input, relevance);
