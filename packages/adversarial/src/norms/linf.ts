import { hostValues } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import type { Norm } from './norm.js';

const largest = (r: ArrayLike<number>): number => {
  let top = 0;
  for (let i = 0; i < r.length; i++) top = Math.max(top, Math.abs(r[i]));
  return top;
};

/** The L∞ norm, the largest absolute value. Its steepest step is the sign of the gradient. */
export const linf: Norm = {
  name: 'linf',
  length: largest,
  direction: (gradient, out) => {
    for (let i = 0; i < out.length; i++) out[i] = Math.sign(gradient[i]);
  },
  project: (r, epsilon) => {
    for (let i = 0; i < r.length; i++) r[i] = r[i] > epsilon ? epsilon : r[i] < -epsilon ? -epsilon : r[i];
  },
  step: (images, { originals, gradients, stepSize, epsilon, bounds: [low, high] }) => {
    if (!tf.getKernel('SignStep', tf.getBackend())) return false;
    tf.tidy(() => {
      const [x, origin, gradient] = [images, originals, gradients].map((values) => tf.tensor1d(values));
      const attributes = { length: stepSize, radius: epsilon, low, high };
      images.set(hostValues(tf.engine().runKernel<tf.Tensor[]>('SignStep', { x, origin, gradient }, attributes)[0]));
    });
    return true;
  },
  random: (stream, size, epsilon) => stream.uniforms(size, -epsilon, epsilon),
};
