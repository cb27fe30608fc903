import { costOfValue } from '../../threads/divide.js';
import { compiledKernel, sizeOf } from '../compiled-kernel.js';

/** How many values the compiled kernel sums at a time. */
const block = 32768;

/**
 * A kernel of our own: sums over each image of a batch, of values and of absolute values, in float64. Input `x` `[n, ...]`, float32; result
 * `[n, blocks, 4]`, the bits of two sums in float64 for each block of an image, to be added up.
 */
export const imageSums = compiledKernel('ImageSums', ({ inputs: { x }, at, make, divide }) => {
  const [n] = x.shape;
  const each = sizeOf(x) / n;
  const blocks = Math.ceil(each / block);
  const out = make([n, blocks, 4]);
  const places = [x, out].map(at);
  divide('imageSums', { length: n * blocks, work: (costOfValue / 2) * sizeOf(x) }, (first, count) => [
    ...places,
    each,
    blocks,
    first,
    count,
  ]);
  return out;
});
