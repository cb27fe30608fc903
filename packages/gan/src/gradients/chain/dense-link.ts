import * as tf from '@tensorflow/tfjs-core';
import type { layers } from '@tensorflow/tfjs-layers';
import type { Link } from './link.js';

/** The product of a dense layer, without its activation. */
export const denseLink = (layer: layers.Layer): Link => {
  const [kernel, bias] = layer.weights;
  const weight = (): tf.Tensor2D => kernel.read() as tf.Tensor2D;
  return {
    weights: layer.weights,
    forward: (x) => tf.fused.matMul({ a: x, b: weight(), ...(bias && { bias: bias.read() }) }),
    back: (dy) => tf.matMul(dy, weight(), false, true),
    push: (dx) => tf.matMul(dx, weight()),
    kernelGradient: (x, dy) => tf.matMul(x, dy, true, false),
  };
};
