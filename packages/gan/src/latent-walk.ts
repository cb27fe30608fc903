import { checkNumber, InterpError } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';

/**
 * Latent codes on the way from one to another, along the arc that keeps the length of what lies between (White 2016, spherical
 * interpolation): the straight line passes nearer to 0 than codes of N(0, I) ever lie.
 *
 * @param from - a latent code
 * @param to - another one of the same length
 * @param count - how many, both ends included: at least 2
 * @returns `[count, size]`, the caller's
 * @throws InterpError `bad-shape` for codes of different lengths, `bad-option` for a count below 2
 */
export const latentWalk = (from: ArrayLike<number>, to: ArrayLike<number>, count: number): tf.Tensor2D => {
  checkNumber('count', count, { min: 2, integer: true });
  const size = from.length;
  if (size === 0 || to.length !== size)
    throw new InterpError(
      'bad-shape',
      `the latent codes have ${size} and ${to.length} numbers; expected as many of both, at least one`,
    );
  let [dot, squareFrom, squareTo] = [0, 0, 0];
  for (let i = 0; i < size; i++) {
    dot += from[i] * to[i];
    squareFrom += from[i] ** 2;
    squareTo += to[i] ** 2;
  }
  const cosine = dot / Math.sqrt(squareFrom * squareTo);
  const angle = Number.isFinite(cosine) ? Math.acos(Math.min(1, Math.max(-1, cosine))) : 0;
  const isArc = Math.sin(angle) > 1e-6;
  const codes = Float32Array.from({ length: count * size }, (_, at) => {
    const t = Math.floor(at / size) / (count - 1);
    const i = at % size;
    const [a, b] = isArc
      ? [Math.sin((1 - t) * angle) / Math.sin(angle), Math.sin(t * angle) / Math.sin(angle)]
      : [1 - t, t];
    return a * from[i] + b * to[i];
  });
  return tf.tensor2d(codes, [count, size]);
};
