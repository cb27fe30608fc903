import { compiledKernel, sizeOf } from '../compiled-kernel.js';

/**
 * A kernel of our own: one step of an ascent within a cube, as attacks take it. Inputs `x`, `origin` and `gradient`, float32 of one shape;
 * attributes `length`, `radius`, `low` and `high`. Result `clip(origin + r, low, high)` of that shape, where r is
 * `x - origin + length · sign(gradient)`, computed in double precision and rounded once, brought between `-radius` and `radius`.
 */
export const signStep = compiledKernel(
  'SignStep',
  ({ inputs: { x, origin, gradient }, numbers, at, make, divideValues }) => {
    const out = make(x.shape);
    const { length, radius, low, high } = numbers;
    divideValues('signStep', [x, origin, gradient, out].map(at), sizeOf(x), length, radius, low, high);
    return [out];
  },
);
