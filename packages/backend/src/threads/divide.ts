import { preparedKernel, runUnrecorded, type KernelTable } from '../compiled/kernel-table.js';
import { recorderOf } from '../recording/recorded-calls.js';
import type { WasmBackend } from '../wasm-backend.js';
import { mostParts } from './board.js';
import { poolOf } from './pools.js';

/** How a kernel's work can be divided. */
export interface Division {
  /** Number of rows, columns, images or values that can be computed independently. */
  readonly length: number;
  /** Part sizes are multiples of this. Default 1. */
  readonly unit?: number;
  /** How many multiplications the whole takes, roughly. */
  readonly work: number;
  /** How many of them every part repeats. Default 0. */
  readonly again?: number;
}

/** The kernel's arguments for a part: `count` items of `length`, from the item `from` on; parts are numbered from 0. */
export type PartArguments = (from: number, count: number, part: number) => number[];

/**
 * The most parts that a backend's kernels are divided into, for buffers with a place for each part.
 *
 * @param backend - the backend
 * @returns 1 without other threads
 */
export const partsAtMost = (backend: WasmBackend): number => (poolOf(backend) ? mostParts : 1);

/**
 * Runs a compiled kernel, divided among the threads where there are several and it pays. The result has the same bits either way.
 *
 * @param backend - the backend, which has compiled kernels
 * @param kernel - the kernel's name
 * @param division - how it can be divided
 * @param of - the arguments of a part
 */
export const divide = (
  backend: WasmBackend,
  kernel: keyof KernelTable,
  division: Division,
  of: PartArguments,
): void => {
  const { length, unit = 1, work, again } = division;
  const pool = poolOf(backend);
  recorderOf(backend)?.record(pool ? () => divide(backend, kernel, division, of) : preparedKernel(backend, kernel, of(0, length, 0))); // prettier-ignore
  const units = Math.ceil(length / unit);
  const count = Math.min(units, pool?.parts(work, again) ?? 1);
  if (!pool || count < 2) {
    runUnrecorded(backend, kernel, of(0, length, 0));
    return;
  }
  const begins = Array.from({ length: count + 1 }, (_, i) => Math.min(length, Math.floor((units * i) / count) * unit));
  pool.run(
    kernel,
    begins.slice(1).map((end, i) => of(begins[i], end - begins[i], i)),
  );
};

/** The cost of a value in a kernel that goes over values one by one, in multiplications of a matrix product. */
export const costOfValue = 12;

/**
 * Runs a compiled kernel that goes over float32 values one by one.
 *
 * @param backend - the backend, which has compiled kernels
 * @param kernel - the kernel's name; it takes places, how many values there are, and numbers
 * @param places - where its tensors begin, in bytes
 * @param size - how many values each has
 * @param numbers - what else it takes
 */
export const divideValues = (
  backend: WasmBackend,
  kernel: keyof KernelTable,
  places: readonly number[],
  size: number,
  ...numbers: number[]
): void => {
  divide(backend, kernel, { length: size, unit: 4, work: costOfValue * size }, (from, count) => [
    ...places.map((at) => at + 4 * from),
    count,
    ...numbers,
  ]);
};
