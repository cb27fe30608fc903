import type { Random } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';

/**
 * Gives a network seeded first weights: kernels uniform in ±√(6 / (fan-in + fan-out)) (Glorot & Bengio 2010), biases 0.
 *
 * @param model - changed in place
 * @param numbers - the stream that they are drawn from
 * @returns the model
 */
export const withInitialWeights = (model: LayersModel, numbers: Random): LayersModel => {
  tf.tidy(() => {
    for (const { weights } of model.layers) {
      for (const weight of weights) {
        const shape = weight.shape as number[];
        const size = shape.reduce((product, length) => product * length, 1);
        if (shape.length === 1) {
          weight.write(tf.zeros(shape));
          continue;
        }
        const [first, second] = shape.slice(-2) as [number, number];
        const limit = Math.sqrt((6 * first * second) / (size * (first + second)));
        weight.write(tf.tensor(numbers.uniforms(size, -limit, limit), shape));
      }
    }
  });
  return model;
};
