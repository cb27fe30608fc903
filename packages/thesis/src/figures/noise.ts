import { random } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';

/** Images with noise as long as a perturbation of each, in random directions, within [-1, 1]; owned by the caller. */
export const noisy = (images: tf.Tensor, perturbation: tf.Tensor, seed: number): tf.Tensor =>
  tf.tidy(() => {
    const noise = tf.tensor(random(seed).normals(perturbation.size), perturbation.shape);
    const length = (x: tf.Tensor): tf.Tensor => tf.sqrt(tf.sum(tf.square(x), [1, 2, 3], true));
    return tf.clipByValue(tf.add(images, tf.mul(noise, tf.div(length(perturbation), length(noise)))), -1, 1);
  });
