import { costOfValue } from '../../threads/divide.js';
import { compiledKernel, sizeOf } from '../compiled-kernel.js';

/**
 * A kernel of our own, for layer-wise relevance propagation by the αβ rule: what the positive and the negative products of each unit are multiplied by,
 * so that all relevance is conserved. Inputs `sums` `[..., 2, channels]`, of positive and of negative products, and `relevance` `[..., channels]`; attributes
 * `alpha` and `beta`. Results: those factors, of the shape of `sums`; the relevance of units that have no products, of the shape of
 * `relevance`, 0 for all others; and whether there are any, one or more numbers that are 1 or 0.
 */
export const signedQuotients = compiledKernel(
  'SignedQuotients',
  ({ inputs: { sums, relevance }, numbers: { alpha, beta }, at, make, divide, parts, loop }) => {
    const channels = relevance.shape.at(-1)!;
    const places = sizeOf(relevance) / channels;
    const results = [make(sums.shape), make(relevance.shape), make([parts])];
    const [from, arrived, out, even, found] = [sums, relevance, ...results].map(at) as [number, number, number, number, number]; // prettier-ignore
    loop((values) => values(results[2]).fill(0));
    divide('signedQuotients', { length: places, work: costOfValue * 2 * places * channels }, (first, count, part) => {
      const pixels = 4 * first * channels;
      return [from + 2 * pixels, arrived + pixels, out + 2 * pixels, even + pixels, found + 4 * part, count, channels, alpha, beta]; // prettier-ignore
    });
    return results;
  },
);
