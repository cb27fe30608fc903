import { costOfValue } from '../../threads/divide.js';
import { compiledKernel, sizeOf } from '../compiled-kernel.js';

/**
 * A kernel of our own, for layer-wise relevance propagation: shares relevance among two branches that are added, in proportion to the sizes of their
 * values. Inputs `x` `[n, 2, ...]` and `relevance` `[n, ...]`. Results: the shares, of the shape of `x`; the relevance of sums of two zeros, of the
 * shape of `relevance`, 0 for all others; and whether there are any, one or more numbers that are 1 or 0.
 */
export const sizeShares = compiledKernel(
  'SizeShares',
  ({ inputs: { x, relevance }, at, make, divide, parts, loop }) => {
    const n = x.shape[0];
    const each = sizeOf(relevance) / n;
    const results = [make(x.shape), make(relevance.shape), make([n * parts])];
    const [from, arrived, out, even, found] = [x, relevance, ...results].map(at) as [number, number, number, number, number]; // prettier-ignore
    loop((values) => values(results[2]).fill(0));
    for (let image = 0; image < n; image++)
      divide('sizeShares', { length: each, unit: 16, work: costOfValue * each }, (first, count, part) => {
        const [one, two] = [4 * (2 * image * each + first), 4 * ((2 * image + 1) * each + first)];
        const place = 4 * (image * each + first);
        const flag = found + 4 * (image * parts + part);
        return [from + one, from + two, arrived + place, out + one, out + two, even + place, flag, count];
      });
    return results;
  },
);
