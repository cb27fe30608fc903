import * as tf from '@tensorflow/tfjs-core';
import { kernelForm } from './kernel-change.js';
import type { LinearMap } from './linear-map.js';
import type { FormStore, Weight } from './weights.js';

/**
 * The map that multiplies each value by a number: batch normalisation, rescaling.
 *
 * @param store - where forms of the numbers are kept
 * @param weight - the numbers, of a shape that broadcasts to the input's
 * @returns the map
 */
export const scaleMap = (store: FormStore, weight: Weight): LinearMap => ({
  kernel: () => weight.read(),
  apply: (x, change) => tf.mul(x, kernelForm(store, weight, change)),
  transpose: (y, _, change) => tf.mul(y, kernelForm(store, weight, change)),
});
