import * as tf from '@tensorflow/tfjs-core';
import { sizeOfShape } from '../numeric/shapes.js';
import { random } from '../random/random.js';

/** Inputs to try a source with: uniform noise between the bounds, with a seed; between -1 and 1 where they are infinite. */
export const seededInputs = (
  n: number,
  inputShape: readonly number[],
  [low, high]: readonly [low: number, high: number],
): tf.Tensor => {
  const [least, most] = [Math.max(low, Math.min(-1, high - 2)), Math.min(high, Math.max(1, low + 2))];
  const [from, to] = [Number.isFinite(low) ? low : least, Number.isFinite(high) ? high : most];
  return tf.tensor(random(1).uniforms(n * sizeOfShape(inputShape), from, to), [n, ...inputShape]);
};
