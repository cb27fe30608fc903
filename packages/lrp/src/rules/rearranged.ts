import * as tf from '@tensorflow/tfjs-core';
import { imageSums } from '../image-totals.js';
import type { LrpLayer } from './rule.js';

/**
 * Gives relevance to where a pooled or rearranged value came from. What falls on rows and columns of padding, where no input is, goes
 * evenly to all inputs, or is lost, as the policy for empty branches says.
 *
 * @param layer - a layer of kind `pooling` or `reshaping`
 * @param relevance - of its output; borrowed
 * @returns the relevance of its input
 */
export const rearranged = (layer: LrpLayer, relevance: tf.Tensor): tf.Tensor => {
  const passed = layer.pullBack(relevance);
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
