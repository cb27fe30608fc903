import { compiledKernel, sizeOf } from '../compiled-kernel.js';

/**
 * A kernel of our own: the gradient of an activation that lets values pass between two bounds, as ReLU does. Inputs `y`, its output, and `dy`,
 * float32 of one shape; attributes `low` and `high`. Result `dy` where y lies between them, 0 elsewhere.
 */
export const gate = compiledKernel('Gate', ({ inputs: { y, dy }, numbers: { low, high }, at, make, divideValues }) => {
  const out = make(y.shape);
  divideValues('gate', [y, dy, out].map(at), sizeOf(y), low, high);
  return out;
});
