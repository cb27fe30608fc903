import type { KernelConfig, NamedAttrMap, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import { kernelSource } from '../../compiled/kernel-table.js';
import { partsAtMost, type PartArguments } from '../../threads/divide.js';
import { free, type WasmBackend } from '../../wasm-backend.js';
import { signedQuotients } from '../relevance/signed-quotients.js';
import { compiledKernel, sizeOf, type CompiledCall } from '../compiled-kernel.js';

/** What the compiled kernels do at a time: terms of each sum, and places; and the values of a panel, with some to align it. */
const [depth, together, panel] = [96, 64, 8192 + 16];

/** So many places are done one by one in machine code, which takes less than to share them. */
const few = 4;

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
  const roomOfPart = panel + (isMixed ? together : 2 * together) * columns;
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
  const roomOfPart = panel + (isMixed ? 1.5 : 1) * together * inner;
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

/** In one pass, block by block: nothing but x, what arrives and the result goes through memory. */
const inOnePass = compiledKernel('SignedRelevance', (call) => {
  const { inputs, attributes, at, make, room, parts, loop, divide } = call;
  const { x, sorted, kernel, back, relevance } = inputs;
  const { isMixed, alpha, beta } = attributes as { isMixed: boolean; alpha: number; beta: number };
  const [inner, columns] = [x.shape.at(-1)!, relevance.shape.at(-1)!];
  const places = sizeOf(x) / inner;
  const roomOfPart = 1.5 * panel + 2 * together * columns + (back ? 3 : 1.5) * together * inner;
  const [out, even, found, buffer] = [make(x.shape), make(relevance.shape), make([parts]), room(parts * roomOfPart)];
  const [from, lists, weights, arrived, to, rest, flags, rooms] = [x, sorted, kernel, relevance, out, even, found, buffer].map(at) as [number, number, number, number, number, number, number, number]; // prettier-ignore
  const transposed = at(back);
  loop((values) => values(found).fill(0));
  const work = (isMixed ? 4 : 2) * places * inner * columns;
  const ranges: (readonly [from: number, to: number])[] = [];
  divide('signedRelevance', { length: places, unit: together, work }, (first, some, part) => {
    ranges[part] = [first * columns, (first + some) * columns];
    return [
      from + 4 * inner * first,
      lists,
      weights,
      transposed,
      arrived + 4 * columns * first,
      to + 4 * inner * first,
      rest + 4 * columns * first,
      flags + 4 * part,
      rooms + 4 * roomOfPart * part,
      some,
      inner,
      columns,
      isMixed ? 1 : 0,
      alpha,
      beta,
    ];
  });
  loop((values) => {
    const isThere = values(found);
    if (isThere.some((flag) => flag > 0))
      for (const [part, range] of ranges.entries()) if (isThere[part] === 0) values(even).fill(0, ...range);
  });
  return [out, even, found];
});

/** The same by one kernel after the other, which threads can share where places are few. */
const inSteps: KernelConfig['kernelFunc'] = ({ inputs, backend: any, attrs }) => {
  const backend = any as WasmBackend;
  const { x, sorted, kernel, relevance } = inputs as Record<string, TensorInfo>;
  const run = (config: KernelConfig, given: NamedTensorInfoMap, more?: NamedAttrMap): TensorInfo | TensorInfo[] =>
    config.kernelFunc({ inputs: given, backend, attrs: { ...attrs, ...more } });
  const sums = run(signedSums, { x, kernel: sorted }, { columns: relevance.shape.at(-1)! }) as TensorInfo;
  const [shares, even, found] = run(signedQuotients, { sums, relevance }) as TensorInfo[];
  const out = run(signedShares, { shares, kernel, x }) as TensorInfo;
  free(backend, sums, shares);
  return [out, even, found];
};

/**
 * A kernel of our own: the αβ rule of layer-wise relevance propagation for a matrix, `SignedSums`, `SignedQuotients` and `SignedShares` in one. Inputs `x`
 * `[..., inner]`, `sorted`, which is what `SignedSums` takes, `kernel` `[..., inner, columns]` and `relevance` `[..., columns]`; where beta is 0, `back`, which is what
 * `SortBySign` made of the transposed matrix, halves the work; attributes `isMixed`, `alpha` and `beta`. Results: the relevance of `x`; that of units without
 * products, which means something only where there is any; and whether there is any, one or more numbers that are 1 or 0.
 */
export const signedRelevance: KernelConfig = {
  ...inOnePass,
  kernelFunc: (params) => {
    const { x } = params.inputs as { x: TensorInfo };
    const backend = params.backend as WasmBackend;
    const places = sizeOf(x) / x.shape.at(-1)!;
    const isQuick =
      places <= few && !(params.attrs as { isMixed: boolean }).isMixed && kernelSource(backend).kernels === 'native';
    const isShared = !isQuick && partsAtMost(backend) > 1 && places < 2 * together;
    return (isShared ? inSteps : inOnePass.kernelFunc)(params);
  },
};

/** A kernel of our own: whether `x`, float32, has a value below 0. Result `[1]`: 1 or 0. */
export const anyNegative = compiledKernel('AnyNegative', ({ kernels, inputs: { x }, at, make }) => {
  const out = make([1]);
  kernels.anyNegative(at(x), at(out), sizeOf(x));
  return out;
});
