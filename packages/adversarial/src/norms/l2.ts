import type { Norm } from './norm.js';

/** Squares of float32 values neither underflow nor overflow in float64. */
const length = (r: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < r.length; i++) sum += r[i] * r[i];
  return Math.sqrt(sum);
};

/** The L2 norm, the Euclidean length. Its steepest step is the gradient divided by its length. */
export const l2: Norm = {
  name: 'l2',
  length,
  direction: (gradient, out) => {
    const long = length(gradient);
    for (let i = 0; i < out.length; i++) out[i] = long === 0 ? 0 : gradient[i] / long;
  },
  project: (r, epsilon) => {
    const long = length(r);
    if (long <= epsilon) return;
    const factor = epsilon / long;
    for (let i = 0; i < r.length; i++) r[i] *= factor;
  },
  random: (stream, size, epsilon) => {
    // The first d coordinates of a uniform point of the sphere in d + 2 dimensions are a uniform point of the ball.
    const r = stream.normals(size + 2);
    const factor = epsilon / length(r);
    return r.subarray(0, size).map((value) => value * factor);
  },
};
