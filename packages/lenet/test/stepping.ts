import type { AdversarialTraining } from '@interp/training';
import * as tf from '@tensorflow/tfjs-core';
import { crossEntropy } from '../src/index.js';

/** One step along the sign of the gradient from a random point, its length growing over the first epoch. */
export const stepping: AdversarialTraining = {
  name: 'stepping',
  settings: { length: 0.2 },
  examples: (classifier, x, labels, { epochs, random }) =>
    tf.tidy(() => {
      const start = tf.add(x, tf.tensor(random.uniforms(x.size, -0.1, 0.1), x.shape));
      const { gradient } = classifier.gradient(start, (logits) =>
        tf.sub(tf.softmax(logits), tf.oneHot(tf.tensor1d(labels as Int32Array, 'int32'), classifier.classes)),
      );
      return tf.add(start, tf.mul(tf.sign(gradient), 0.2 * Math.min(1, epochs)));
    }),
};

/** The same with a loss of both: the mean of both cross-entropies. */
export const paired: AdversarialTraining = {
  ...stepping,
  name: 'paired',
  loss: (logits, wanted) =>
    tf.tidy(() => {
      const { value, gradient } = crossEntropy.of(logits, tf.concat([wanted, wanted]));
      return { value, gradient };
    }),
};
