import * as tf from '@tensorflow/tfjs-core';
import { sumTo } from './along-axis.js';
import { correct, type Correction, runKernel } from './correction.js';

const larger = (kernelName: string, takesFirst: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor): Correction =>
  correct(kernelName, ['a', 'b'], (dy, [a, b]) => {
    const mask = tf.cast(takesFirst(a, b), 'float32');
    return {
      a: () => sumTo(tf.mul(dy, mask), a.shape),
      b: () => sumTo(tf.mul(dy, tf.sub(1, mask)), b.shape),
    };
  });

const labelsOf = (equation: string): readonly [inputs: readonly string[], output: string] => {
  const [left, right] = equation.replace(/\s/g, '').split('->');
  return [left.split(','), right];
};

/** The derivative of a sum of products is the sum of products of the others, spread along what only this one has. */
const einsum: Correction = {
  kernelName: 'Einsum',
  saveAllInputs: true,
  gradFunc: (dy, saved, attributes) => {
    const [inputs, output] = labelsOf(attributes['equation'] as string);
    const gradient = (i: number): tf.Tensor => {
      const others = inputs.filter((_, k) => k !== i);
      const known = Array.from(inputs[i]).filter((label) => [output, ...others].some((one) => one.includes(label)));
      const equation = `${[output, ...others].join(',')}->${known.join('')}`;
      const part = tf.einsum(equation, dy as tf.Tensor, ...saved.filter((_, k) => k !== i));
      const shape = Array.from(inputs[i], (label, k) => (known.includes(label) ? saved[i].shape[k] : 1));
      return tf.broadcastTo(tf.reshape(part, shape), saved[i].shape);
    };
    return Object.fromEntries(saved.map((_, i) => [String(i), () => gradient(i)]));
  },
};

/** Gradients of normalisation and of functions of one and two values. */
export const values: readonly Correction[] = [
  correct('Abs', ['x'], (dy, [x]) => ({ x: () => tf.mul(dy, tf.sign(x)) })),
  correct('Cast', [], (dy) => ({ x: () => tf.cast(dy, 'float32') })),
  larger('Maximum', (a, b) => tf.greaterEqual(a, b)),
  larger('Minimum', (a, b) => tf.lessEqual(a, b)),
  correct('SquaredDifference', ['a', 'b'], (dy, [a, b]) => {
    const slope = tf.mul(dy, tf.mul(2, tf.sub(a, b)));
    return { a: () => sumTo(slope, a.shape), b: () => sumTo(tf.neg(slope), b.shape) };
  }),
  einsum,
  correct(
    'FusedBatchNorm',
    ['x', 'mean', 'variance', 'scale'],
    (dy, [x, mean, variance, scale], attributes: { varianceEpsilon: number }) => {
      // By the kernel itself, so that it is the derivative of what the backend computes, whatever it does along other axes.
      const weighted = (weight: tf.Tensor): tf.Tensor =>
        runKernel(
          'FusedBatchNorm',
          { x: dy, mean: tf.zerosLike(mean), variance, scale: weight, offset: tf.zerosLike(mean) },
          attributes,
        );
      const inverse = tf.rsqrt(tf.add(variance, attributes.varianceEpsilon));
      const centred = (): tf.Tensor => tf.mul(dy, tf.sub(x, mean));
      return {
        x: () => weighted(scale),
        mean: () => sumTo(tf.neg(weighted(scale)), mean.shape),
        variance: () => sumTo(tf.mul(tf.mul(centred(), tf.mul(scale, -0.5)), tf.pow(inverse, 3)), variance.shape),
        scale: () => sumTo(tf.mul(centred(), inverse), scale.shape),
        offset: () => sumTo(dy, mean.shape),
      };
    },
  ),
];
