import type { TensorInfo } from '@tensorflow/tfjs-core';
import { place } from '../../compiled/kernel-table.js';
import { divide, partsAtMost } from '../../threads/divide.js';
import { free, type WasmBackend } from '../../wasm-backend.js';

/** Two matrices, or batches of them, and how they are to be multiplied. */
export interface Factors {
  /** The left one, `[..., rows, inner]`, or `[..., inner, rows]` where it is transposed. */
  readonly a: TensorInfo;
  /** The right one, `[..., inner, columns]`, or `[..., columns, inner]` where it is transposed. */
  readonly b: TensorInfo;
  /** Whether the left one is transposed. */
  readonly transposeA: boolean;
  /** Whether the right one is transposed. */
  readonly transposeB: boolean;
}

const upTo = (size: number, unit: number): number => Math.ceil(size / unit) * unit;

/** The values that a kernel packs at a time: of each of some columns, and of some rows, rounded up. */
const packed = (rows: number, depth: number, columns: number, mostRows: number, unit: number): number =>
  depth * (columns + Math.min(mostRows, upTo(rows, unit)));

/** Room for what either kernel packs, the one in WebAssembly and the one in machine code. */
export const roomFor = (rows: number): number =>
  Math.max(packed(rows, 512, 8, 128, 4), packed(rows, 256, 32, 144, 12) + 16);

/** Up to so many rows, the right matrix is read as it is rather than packed. */
const fewRows = 4;

const matrices = (shape: readonly number[]): number =>
  shape.slice(0, -2).reduce((product, length) => product * length, 1);

/**
 * Sizes of a product.
 *
 * @param factors - the matrices
 * @returns rows, columns and the inner length; how many products there are; the leading axes of the result, undefined where the two
 *   batches differ and neither is a single matrix
 */
const productSizes = ({ a, b, transposeA, transposeB }: Factors) => {
  const [rows, inner] = transposeA ? [a.shape.at(-1)!, a.shape.at(-2)!] : [a.shape.at(-2)!, a.shape.at(-1)!];
  const columns = b.shape.at(transposeB ? -2 : -1)!;
  const innerB = b.shape.at(transposeB ? -1 : -2)!;
  const [countA, countB] = [matrices(a.shape), matrices(b.shape)];
  const longer = a.shape.length >= b.shape.length ? a : b;
  const batch = (countA > 1 ? a : countB > 1 ? b : longer).shape.slice(0, -2);
  const alike = countA === 1 || countB === 1 || a.shape.slice(0, -2).join() === b.shape.slice(0, -2).join();
  const fits = alike && batch.length === longer.shape.length - 2 && inner === innerB;
  return { rows, columns, inner, count: Math.max(countA, countB), countA, countB, batch: fits ? batch : undefined };
};

/** Where the values of a product are, in bytes, and its sizes and steps. */
export interface PlacedProduct {
  /** The left matrix. */
  readonly left: number;
  /** The right one. */
  readonly right: number;
  /** What is added to every row; 0 for nothing. */
  readonly sums: number;
  /** The result. */
  readonly result: number;
  /** Room of {@link roomFor} for each part. */
  readonly rooms: number;
  /** Of the result. */
  readonly rows: number;
  /** Of the result. */
  readonly columns: number;
  /** The inner length, and the steps in bytes from row to row and from column to column of both matrices, and from row to row of the result. */
  readonly steps: readonly [
    inner: number,
    aRow: number,
    aColumn: number,
    bRow: number,
    bColumn: number,
    outRow: number,
  ];
}

/** Multiplies matrices by the compiled kernel, divided by what there is more of, rows or columns. */
export const multiplyPlaced = (backend: WasmBackend, product: PlacedProduct): void => {
  const { left, right, sums, result, rooms, rows, columns, steps } = product;
  const [inner, aRow, , , bColumn, outRow] = steps;
  const roomOfPart = roomFor(rows);
  const wide = columns >= rows;
  const division = { length: wide ? columns : rows, unit: wide ? 8 : 4, work: rows * columns * inner };
  divide(backend, 'product', division, (from, some, part) => {
    const room = rooms + 4 * roomOfPart * part;
    return wide
      ? [left, right + from * bColumn, sums && sums + 4 * from, result + 4 * from, room, rows, some, ...steps]
      : [left + from * aRow, right, sums, result + from * outRow, room, some, columns, ...steps];
  });
};

/**
 * Multiplies by the compiled kernel.
 *
 * @param backend - the backend, which has compiled kernels
 * @param factors - float32 matrices whose sizes fit; borrowed
 * @param bias - a vector to add to every row, `[columns]`; borrowed
 * @returns `[...batch, rows, columns]`, which the caller frees
 */
export const multiply = (backend: WasmBackend, factors: Factors, bias?: TensorInfo): TensorInfo => {
  const { a, b, transposeA, transposeB } = factors;
  const { rows, columns, inner, count, countA, countB, batch } = productSizes(factors);
  const out = backend.makeOutput([...batch!, rows, columns], 'float32');
  const asItIs = rows <= fewRows && !transposeB;
  const roomOfPart = asItIs ? 0 : roomFor(rows);
  const room = backend.makeOutput([partsAtMost(backend) * roomOfPart], 'float32');
  const [aRow, aColumn] = transposeA ? [4, 4 * rows] : [4 * inner, 4];
  const [bRow, bColumn] = transposeB ? [4, 4 * inner] : [4 * columns, 4];
  const outRow = 4 * columns;
  for (let i = 0; i < count; i++) {
    const left = place(backend, a) + (countA > 1 ? 4 * rows * inner * i : 0);
    const right = place(backend, b) + (countB > 1 ? 4 * inner * columns * i : 0);
    const result = place(backend, out) + outRow * rows * i;
    const rooms = place(backend, room);
    const sums = bias ? place(backend, bias) : 0;
    if (asItIs) {
      const work = rows * columns * inner;
      const steps = [inner, aRow, aColumn, bRow, outRow];
      divide(backend, 'vectorProduct', { length: columns, unit: 16, work }, (from, some) => [
        left,
        right + 4 * from,
        sums && sums + 4 * from,
        result + 4 * from,
        rows,
        some,
        ...steps,
      ]);
      continue;
    }
    const steps = [inner, aRow, aColumn, bRow, bColumn, outRow] as const;
    multiplyPlaced(backend, { left, right, sums, result, rooms, rows, columns, steps });
  }
  free(backend, room);
  return out;
};

/**
 * Whether the compiled kernel is the right one for a product.
 *
 * @param factors - the matrices
 * @returns false for other types than float32 and for sizes that do not fit or are 0
 */
export const multiplies = (factors: Factors): boolean => {
  const { a, b } = factors;
  if (a.dtype !== 'float32' || b.dtype !== 'float32') return false;
  const { rows, columns, inner, count, batch } = productSizes(factors);
  return batch !== undefined && rows * columns * inner * count > 0;
};
