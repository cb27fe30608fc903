import type { PartArguments } from '../../threads/divide.js';
import { compiledKernel, sizeOf, type CompiledCall } from '../compiled-kernel.js';

/** What the compiled kernels do at a time: terms of each sum, and places. */
const [depth, together] = [96, 32];

/** Places are divided among threads where each gets some blocks of them, else the sums of each place. */
const manyPlaces = 8 * together;

interface Work {
  /** Rows of the matrix, and terms and sums of each. */
  readonly places: number;
  readonly terms: number;
  readonly sums: number;
}

/** Runs a kernel, given its arguments for some places from one on: the first of their sums, and how many, come last. */
const run = (
  { divide }: CompiledCall,
  kernel: 'signedSums' | 'mixedSums' | 'signedShares',
  { places, terms, sums }: Work,
  of: PartArguments,
): void => {
  const byPlaces = places >= manyPlaces;
  const division = byPlaces ? { length: places, unit: together } : { length: sums, unit: 4 };
  divide(kernel, { ...division, work: places * terms * sums }, (from, count, part) =>
    byPlaces ? [...of(from, count, part), 0, sums] : [...of(0, places, part), from, count],
  );
};

/**
 * A kernel of our own: a matrix of weights `[..., inner, columns]` sorted by sign, as `SignedSums` takes it. The result, of one axis, means
 * something to that kernel alone.
 */
export const sortBySign = compiledKernel('SortBySign', ({ kernels, inputs: { kernel }, at, make }) => {
  const [inner, columns] = kernel.shape.slice(-2);
  const out = make([2 * columns * (inner + Math.ceil(inner / depth))]);
  kernels.sortBySign(at(kernel), at(out), inner, columns);
  return out;
});

/**
 * A kernel of our own: the sums of the positive and of the negative products of the rows of `x` `[..., inner]` and each column of a matrix. Inputs `x`, `kernel`;
 * attributes `columns` and `isMixed`. Without negative values in x, `kernel` is what `SortBySign` made of the matrix; mixed, it is the
 * transposed matrix `[..., columns, inner]`. Result `[..., 2, columns]`: positive sums, then negative ones.
 */
export const signedSums = compiledKernel('SignedSums', (call) => {
  const { inputs, attributes, at, make, room, parts } = call;
  const { x, kernel } = inputs;
  const { columns, isMixed } = attributes as { columns: number; isMixed: boolean };
  const inner = x.shape.at(-1)!;
  const roomOfPart = depth * 48 + (isMixed ? together : 2 * together) * columns;
  const [out, buffer] = [make([...x.shape.slice(0, -1), 2, columns]), room(parts * roomOfPart)];
  const [from, weights, to, rooms] = [x, kernel, out, buffer].map(at);
  const work = { places: sizeOf(x) / inner, terms: (isMixed ? 2 : 1) * inner, sums: columns };
  run(call, isMixed ? 'mixedSums' : 'signedSums', work, (first, places, part) => [
    from + 4 * inner * first,
    weights,
    to + 8 * columns * first,
    rooms + 4 * roomOfPart * part,
    places,
    inner,
    columns,
  ]);
  return out;
});

/**
 * A kernel of our own: distributes shares along positive and negative products. Inputs `shares` `[..., 2, columns]`, `kernel`
 * `[..., inner, columns]` and `x` `[..., inner]`; attribute `isMixed`, whether x has negative values. Result of the shape of `x`: each value times
 * the sum over its weights times the share of the product's sign.
 */
export const signedShares = compiledKernel('SignedShares', (call) => {
  const { inputs, attributes, at, make, room, parts } = call;
  const { shares, kernel, x } = inputs;
  const { isMixed } = attributes as { isMixed: boolean };
  const [inner, columns] = [x.shape.at(-1)!, shares.shape.at(-1)!];
  const roomOfPart = depth * 64 + (together + 16) * inner;
  const [out, buffer] = [make(x.shape), room(parts * roomOfPart)];
  const [from, weights, values, to, rooms] = [shares, kernel, x, out, buffer].map(at);
  const work = { places: sizeOf(x) / inner, terms: (isMixed ? 2 : 1) * columns, sums: inner };
  run(call, 'signedShares', work, (first, places, part) => [
    from + 8 * columns * first,
    weights,
    values + 4 * inner * first,
    to + 4 * inner * first,
    rooms + 4 * roomOfPart * part,
    places,
    inner,
    columns,
    isMixed ? 1 : 0,
  ]);
  return out;
});

/** A kernel of our own: whether `x`, float32, has a value below 0. Result `[1]`: 1 or 0. */
export const anyNegative = compiledKernel('AnyNegative', ({ kernels, inputs: { x }, at, make }) => {
  const out = make([1]);
  kernels.anyNegative(at(x), at(out), sizeOf(x));
  return out;
});
