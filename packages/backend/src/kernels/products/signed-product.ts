import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { place } from '../../compiled/kernel-table.js';
import { divide, partsAtMost } from '../../threads/divide.js';
import { free, type WasmBackend } from '../../wasm-backend.js';
import { sizeOf } from '../compiled-kernel.js';

/** What the compiled kernels do at a time: terms of each sum, and places. */
const [depth, together] = [96, 32];

/** Places are divided among threads where each gets some blocks of them, else the sums of each place. */
const manyPlaces = 8 * together;

interface Work {
  readonly kernel: 'signedSums' | 'mixedSums' | 'signedShares';
  /** Rows of the matrix, and terms and sums of each. */
  readonly places: number;
  readonly terms: number;
  readonly sums: number;
  /** 32-bit values that a part needs for so many sums. */
  readonly room: (sums: number) => number;
  /** The arguments for places from one on, given the room; some of the sums come last. */
  readonly of: (from: number, places: number, room: number) => number[];
}

const run = (backend: WasmBackend, { kernel, places, terms, sums, room, of }: Work): void => {
  const byPlaces = places >= manyPlaces;
  const perPart = room(sums);
  const rooms = backend.makeOutput([partsAtMost(backend) * perPart], 'float32');
  const at = place(backend, rooms);
  const division = byPlaces ? { length: places, unit: together } : { length: sums, unit: 4 };
  divide(backend, kernel, { ...division, work: places * terms * sums }, (from, count, part) => {
    const own = at + 4 * perPart * part;
    return byPlaces ? [...of(from, count, own), 0, sums] : [...of(0, places, own), from, count];
  });
  free(backend, rooms);
};

/**
 * A kernel of our own: a matrix of weights `[..., inner, columns]` sorted by sign, as `SignedSums` takes it. The result, of one axis, means
 * something to that kernel alone.
 */
export const sortBySign: KernelConfig = {
  kernelName: 'SortBySign',
  backendName: 'wasm',
  kernelFunc: ({ inputs, backend: any }) => {
    const backend = any as WasmBackend;
    const { kernel } = inputs as { kernel: TensorInfo };
    const [inner, columns] = kernel.shape.slice(-2) as [number, number];
    const out = backend.makeOutput([2 * columns * (inner + Math.ceil(inner / depth))], 'float32');
    const places = [kernel, out].map((tensor) => place(backend, tensor)) as [number, number];
    divide(backend, 'sortBySign', { length: 1, work: 0 }, () => [...places, inner, columns]);
    return out;
  },
};

/**
 * A kernel of our own: the sums of the positive and of the negative products of the rows of `x` `[..., inner]` and each column of a matrix. Inputs `x`, `kernel`;
 * attributes `columns` and `isMixed`. Without negative values in x, `kernel` is what `SortBySign` made of the matrix; mixed, it is the
 * transposed matrix `[..., columns, inner]`. Result `[..., 2, columns]`: positive sums, then negative ones.
 */
export const signedSums: KernelConfig = {
  kernelName: 'SignedSums',
  backendName: 'wasm',
  kernelFunc: ({ inputs, backend: any, attrs }) => {
    const backend = any as WasmBackend;
    const { x, kernel } = inputs as { x: TensorInfo; kernel: TensorInfo };
    const { columns, isMixed } = attrs as unknown as { columns: number; isMixed: boolean };
    const inner = x.shape.at(-1)!;
    const out = backend.makeOutput([...x.shape.slice(0, -1), 2, columns], 'float32');
    const [from, weights, to] = [x, kernel, out].map((tensor) => place(backend, tensor)) as [number, number, number];
    run(backend, {
      kernel: isMixed ? 'mixedSums' : 'signedSums',
      places: sizeOf(x) / inner,
      terms: (isMixed ? 2 : 1) * inner,
      sums: columns,
      room: (sums) => depth * 48 + (isMixed ? together : 2 * together) * sums,
      of: (first, places, room) => [
        from + 4 * inner * first,
        weights,
        to + 8 * columns * first,
        room,
        places,
        inner,
        columns,
      ],
    });
    return out;
  },
};

/**
 * A kernel of our own: distributes shares along positive and negative products. Inputs `shares` `[..., 2, columns]`, `kernel`
 * `[..., inner, columns]` and `x` `[..., inner]`; attribute `isMixed`, whether x has negative values. Result of the shape of `x`: each value times
 * the sum over its weights times the share of the product's sign.
 */
export const signedShares: KernelConfig = {
  kernelName: 'SignedShares',
  backendName: 'wasm',
  kernelFunc: ({ inputs, backend: any, attrs }) => {
    const backend = any as WasmBackend;
    const { shares, kernel, x } = inputs as { shares: TensorInfo; kernel: TensorInfo; x: TensorInfo };
    const { isMixed } = attrs as unknown as { isMixed: boolean };
    const [inner, columns] = [x.shape.at(-1)!, shares.shape.at(-1)!];
    const out = backend.makeOutput(x.shape, 'float32');
    const [from, weights, values, to] = [shares, kernel, x, out].map((tensor) => place(backend, tensor)) as [
      number,
      number,
      number,
      number,
    ];
    run(backend, {
      kernel: 'signedShares',
      places: sizeOf(x) / inner,
      terms: (isMixed ? 2 : 1) * columns,
      sums: inner,
      room: (sums) => depth * 64 + (together + 16) * sums,
      of: (first, places, room) => [
        from + 8 * columns * first,
        weights,
        values + 4 * inner * first,
        to + 4 * inner * first,
        room,
        places,
        inner,
        columns,
        isMixed ? 1 : 0,
      ],
    });
    return out;
  },
};

/** A kernel of our own: whether `x`, float32, has a value below 0. Result `[1]`: 1 or 0. */
export const anyNegative: KernelConfig = {
  kernelName: 'AnyNegative',
  backendName: 'wasm',
  kernelFunc: ({ inputs, backend: any }) => {
    const backend = any as WasmBackend;
    const { x } = inputs as { x: TensorInfo };
    const out = backend.makeOutput([1], 'float32');
    const [from, to] = [x, out].map((tensor) => place(backend, tensor)) as [number, number];
    divide(backend, 'anyNegative', { length: 1, work: 0 }, () => [from, to, sizeOf(x)]);
    return out;
  },
};
