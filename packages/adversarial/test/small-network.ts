import { classifier, random, type Classifier } from '@interp/core';
import type { AdversarialTraining } from '@interp/training';
import * as tf from '@tensorflow/tfjs-core';

/** Values of an image. */
export const size = 6;

/** The classes of the five images. */
export const labels = Int32Array.of(0, 1, 2, 1, 0);

const weights = random(4);
const [first, second] = [weights.normals(size * 8), weights.normals(8 * 3)];

/** A small nonlinear network, as a function. */
export const net: Classifier = classifier(
  (x) =>
    tf.tidy(() =>
      tf.matMul(tf.tanh(tf.matMul(x as tf.Tensor2D, tf.tensor2d(first, [size, 8]))), tf.tensor2d(second, [8, 3])),
    ),
  { inputShape: [size], classes: 3 },
);

/** Five images. */
export const images = (seed = 1): tf.Tensor => tf.tensor(random(seed).uniforms(5 * size, -1, 1), [5, size]);

/** The values of the five images. */
export const original = (): number[][] => tf.tidy(() => images().arraySync() as number[][]);

/** What a training makes of the five images. */
export const examples = (training: AdversarialTraining, epochs = Infinity, seed = 7): number[][] =>
  tf.tidy(() => training.examples(net, images(), labels, { epochs, random: random(seed) }).arraySync() as number[][]);
