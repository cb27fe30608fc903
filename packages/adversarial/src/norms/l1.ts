import type { Norm } from './norm.js';

const length = (r: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < r.length; i++) sum += Math.abs(r[i]);
  return sum;
};

/** The soft threshold after which the L1 norm is epsilon (Duchi et al. 2008, Figure 1). */
const threshold = (r: Float32Array, epsilon: number): number => {
  const sorted = r.map(Math.abs).sort().reverse();
  let sum = 0;
  let shrink = 0;
  for (let i = 0; i < sorted.length; i++) {
    sum += sorted[i];
    const tried = (sum - epsilon) / (i + 1);
    if (tried > sorted[i]) break;
    shrink = tried;
  }
  return shrink;
};

/**
 * The L1 norm, the sum of absolute values. Its step is the gradient divided by its L1 norm; the projection onto the ball is a soft threshold
 * (Duchi, Shalev-Shwartz, Singer & Chandra 2008).
 */
export const l1: Norm = {
  name: 'l1',
  length,
  direction: (gradient, out) => {
    const long = length(gradient);
    for (let i = 0; i < out.length; i++) out[i] = long === 0 ? 0 : gradient[i] / long;
  },
  project: (r, epsilon) => {
    if (length(r) <= epsilon) return;
    const shrink = threshold(r, epsilon);
    for (let i = 0; i < r.length; i++) r[i] = Math.sign(r[i]) * Math.max(Math.abs(r[i]) - shrink, 0);
  },
  random: (stream, size, epsilon) => {
    // Of d + 1 exponential variates divided by their sum, the first d are a uniform point of the simplex.
    const parts = Float32Array.from({ length: size + 1 }, () => (stream.normal() ** 2 + stream.normal() ** 2) / 2);
    const factor = epsilon / length(parts);
    return parts.subarray(0, size).map((value) => (stream.uniform() < 0.5 ? -value : value) * factor);
  },
};
