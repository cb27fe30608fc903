import { checkedOptions } from '../checked-options.js';
import { checkNumber } from '../check-number.js';
import * as tf from '@tensorflow/tfjs-core';
import type { Optimizer } from './optimizer.js';

/** How {@link adam} remembers. */
export interface AdamOptions {
  /** How much of the mean gradient is kept at each step. Default 0.9. */
  readonly beta1?: number;
  /** How much of the mean squared gradient is kept at each step. Default 0.999. */
  readonly beta2?: number;
  /** Added to the root of the mean square. Default 1e-8. */
  readonly epsilon?: number;
}

/**
 * Adam (Kingma & Ba 2015, algorithm 1): each weight moves by rate · m̂ / (√v̂ + ε), where m̂ and v̂ are the running means of the
 * gradient and of its square, corrected for their start at 0.
 *
 * @param options - the two memories and ε
 * @returns the optimizer; its own rate is 0.005
 * @throws InterpError `bad-option` for memories outside of 0 to 1 or an ε of 0 or less
 *
 * @example
 * ```ts
 * import { adam } from '@interp/core/internal';
 *
 * const optimizer = adam({ beta1: 0.5 });
 * console.log(optimizer.settings); // { beta1: 0.5, beta2: 0.999, epsilon: 1e-8 }
 * ```
 */
export const adam = (options: AdamOptions = {}): Optimizer => {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = checkedOptions(options);
  checkNumber('beta1', beta1, { min: 0, max: 0.999999 });
  checkNumber('beta2', beta2, { min: 0, max: 0.9999999 });
  checkNumber('epsilon', epsilon, { above: 0 });
  return {
    name: 'adam',
    settings: { beta1, beta2, epsilon },
    rate: 0.005,
    slots: ['mean', 'square'],
    change: (gradient, [lastMean, lastSquare], { rate, step }) => {
      const root = Math.sqrt(1 - beta2 ** step);
      const scale = (rate * root) / (1 - beta1 ** step);
      if (tf.getKernel('AdamUpdate', tf.getBackend())) {
        const inputs = { gradient, mean: lastMean, square: lastSquare };
        const attributes = { beta1, beta2, scale, epsilon: epsilon * root };
        const [change, ...slots] = tf.engine().runKernel<tf.Tensor[]>('AdamUpdate', inputs, attributes);
        return { change, slots };
      }
      const mean = tf.add(tf.mul(lastMean, beta1), tf.mul(gradient, 1 - beta1));
      const square = tf.add(tf.mul(lastSquare, beta2), tf.mul(tf.mul(gradient, gradient), 1 - beta2));
      return { change: tf.div(tf.mul(mean, scale), tf.add(tf.sqrt(square), epsilon * root)), slots: [mean, square] };
    },
  };
};
