import { costOfValue } from '../../threads/divide.js';
import { compiledKernel, sizeOf } from '../compiled-kernel.js';

/**
 * A kernel of our own: one step of an ascent within a cube, as attacks take it. Inputs `x`, `origin` and `gradient`, float32 of one shape;
 * attributes `length`, `radius`, `low` and `high`. Result `clip(origin + r, low, high)` of that shape, where r is
 * `x - origin + length · sign(gradient)`, computed in double precision and rounded once, brought between `-radius` and `radius`.
 */
export const signStep = compiledKernel('SignStep', ({ inputs: { x, origin, gradient }, numbers, at, make, divide }) => {
  const out = make(x.shape);
  const [size, places] = [sizeOf(x), [x, origin, gradient, out].map(at)];
  const { length, radius, low, high } = numbers;
  divide('signStep', { length: size, unit: 4, work: costOfValue * size }, (from, count) => [
    ...places.map((place) => place + 4 * from),
    count,
    ...[length, radius, low, high],
  ]);
  return [out];
});
