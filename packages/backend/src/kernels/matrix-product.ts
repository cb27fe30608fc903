import type { TensorInfo } from '@tensorflow/tfjs-core';
import { place } from '../native/native-kernels.js';
import { divide, partsAtMost } from '../threads/divide.js';
import { free, type WasmBackend } from '../wasm-backend.js';

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

/** Values of a panel of eight columns: what the compiled kernel packs of the right matrix at a time. */
const panelSize = 4096;

const matrices = (shape: readonly number[]): number =>
  shape.slice(0, -2).reduce((product, length) => product * length, 1);

/**
 * Sizes of a product.
 *
 * @param factors - the matrices
 * @returns rows, columns and the inner length; how many products there are; the leading axes of the result, nothing where the two
 *   batches differ in more than one of them being a single matrix
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
  const panel = backend.makeOutput([partsAtMost(backend) * panelSize], 'float32');
  const [aRow, aColumn] = transposeA ? [4, 4 * rows] : [4 * inner, 4];
  const [bRow, bColumn] = transposeB ? [4, 4 * inner] : [4 * columns, 4];
  const outRow = 4 * columns;
  const wide = columns >= rows;
  for (let i = 0; i < count; i++) {
    const left = place(backend, a) + (countA > 1 ? 4 * rows * inner * i : 0);
    const right = place(backend, b) + (countB > 1 ? 4 * inner * columns * i : 0);
    const result = place(backend, out) + outRow * rows * i;
    const panels = place(backend, panel);
    const sums = bias ? place(backend, bias) : 0;
    const steps = [inner, aRow, aColumn, bRow, bColumn, outRow];
    const division = { length: wide ? columns : rows, unit: wide ? 8 : 4, work: rows * columns * inner };
    divide(backend, 'product', division, (from, some, part) => {
      const room = panels + 4 * panelSize * part;
      return wide
        ? [left, right + from * bColumn, sums && sums + 4 * from, result + 4 * from, room, rows, some, ...steps]
        : [left + from * aRow, right, sums, result + from * outRow, room, some, columns, ...steps];
    });
  }
  free(backend, panel);
  return out;
};

/** Below this many rows XNNPACK, which packs the right matrix once and keeps it, is the faster one. */
const fewRows = 8;

/**
 * Whether the compiled kernel is the right one for a product.
 *
 * @param factors - the matrices
 * @returns false for other types than float32, for sizes that do not fit or are 0, and for few rows of plain matrices
 */
export const multiplies = (factors: Factors): boolean => {
  const { a, b, transposeA, transposeB } = factors;
  if (a.dtype !== 'float32' || b.dtype !== 'float32') return false;
  const { rows, columns, inner, count, batch } = productSizes(factors);
  if (!batch || rows * columns * inner * count === 0) return false;
  return rows >= fewRows || count > 1 || transposeA || transposeB;
};
