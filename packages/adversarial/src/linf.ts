import type { Norm } from './norm.js';

const largest = (r: ArrayLike<number>): number => {
  let top = 0;
  for (let i = 0; i < r.length; i++) top = Math.max(top, Math.abs(r[i]));
  return top;
};

/** The largest change of any value. Attacks go along the sign of the slope. */
export const linf: Norm = {
  name: 'linf',
  length: largest,
  direction: (slope, out) => {
    for (let i = 0; i < out.length; i++) out[i] = Math.sign(slope[i]);
  },
  project: (r, epsilon) => {
    for (let i = 0; i < r.length; i++) r[i] = r[i] > epsilon ? epsilon : r[i] < -epsilon ? -epsilon : r[i];
  },
  random: (stream, size, epsilon) => stream.uniforms(size, -epsilon, epsilon),
};
