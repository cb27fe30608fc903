import type { KernelBounds } from './bounds.js';
import { kernelBounds } from './kernel-bounds.js';

/** A kernel: offsets of tensors in bytes, sizes, steps and numbers; what it computes is in the memory then. */
export type Kernel = (...values: number[]) => void;

/** Kernels as the addon has them: the whole memory comes first. */
export type RawKernels = Readonly<Record<string, (memory: Uint8Array, ...values: number[]) => void>>;

/** The largest integer that a kernel takes for a size or a step. */
const largestSize = 2 ** 31 - 1;

/** The end of what the kernel that is being looked at reads and writes: kernels are called too often for a function of each call's own. */
let end = 0;

const optional = (offset: number, bytes: number): void => {
  if (offset === 0) return;
  const last = offset + bytes;
  if (last > end) end = last;
  else if (Number.isNaN(last)) end = Infinity;
};

const needed = (offset: number, bytes: number): void => {
  if (offset === 0 && bytes > 0) end = Infinity;
  else optional(offset, bytes);
};

const endBy = (bounds: KernelBounds, values: readonly number[]): number => {
  const { length, tensors, reals, signed, positive, reach } = bounds;
  if (values.length !== length) return Infinity;
  const [firstReal, endOfReals] = reals ? [reals[0], reals[1]] : [length, length];
  for (let i = 0; i < length; i++) {
    if (i >= firstReal && i < endOfReals) continue;
    const value = values[i];
    if (!Number.isInteger(value) || (value < 0 && i !== signed) || (value > largestSize && i >= tensors))
      return Infinity;
  }
  if (positive) for (const i of positive) if (values[i] < 1) return Infinity;
  end = 0;
  reach(values, needed, optional);
  return end;
};

/** The end of what a kernel with these arguments reads and writes, in bytes from the beginning of the memory; infinite where it may not run. */
export const endOf = (kernel: string, values: readonly number[]): number => endBy(kernelBounds[kernel], values);

/** Kernels in a memory. */
export interface BoundKernels {
  /** The kernels by name; each checks what it is given. */
  readonly kernels: Readonly<Record<string, Kernel>>;
  /** Checks the arguments of a kernel that another thread is to run. */
  readonly check: (kernel: string, values: readonly number[]) => void;
  /** A kernel with its arguments, which are checked now and no more when it runs: a memory never shrinks. Undefined for one that is not here. */
  readonly prepared: (kernel: string, values: readonly number[]) => (() => void) | undefined;
}

/**
 * Binds the kernels of an addon to a memory.
 *
 * @param raw - the addon's kernels
 * @param memory - the memory, which may grow
 * @returns the kernels, which throw a `RangeError` for what is not within the memory
 */
export const boundKernels = (raw: RawKernels, memory: WebAssembly.Memory): BoundKernels => {
  // A memory that is not shared moves when it grows, and leaves an array of no length behind.
  let bytes = new Uint8Array(memory.buffer);
  const checkBy = (kernel: string, bounds: KernelBounds, values: readonly number[]): void => {
    const last = endBy(bounds, values);
    if (last <= bytes.length && bytes.length > 0) return;
    bytes = new Uint8Array(memory.buffer);
    if (!(last <= bytes.length))
      throw new RangeError(
        `the kernel ${kernel} was to reach beyond the memory's ${bytes.length} bytes: (${values.join(', ')})`,
      );
  };
  const kernels = Object.fromEntries(
    Object.entries(kernelBounds).map(([name, bounds]) => {
      const run = raw[name];
      const checked = (...values: number[]): void => {
        checkBy(name, bounds, values);
        run(bytes, ...values);
      };
      return [name, checked];
    }),
  );
  return {
    kernels,
    prepared: (kernel, values) => {
      if (!Object.hasOwn(kernelBounds, kernel)) return undefined;
      checkBy(kernel, kernelBounds[kernel], values);
      const run = raw[kernel];
      return () => {
        if (bytes.length === 0) bytes = new Uint8Array(memory.buffer);
        run(bytes, ...values);
      };
    },
    check: (kernel, values) => {
      // WebAssembly, which runs all others, checks by itself what it reads and writes.
      if (Object.hasOwn(kernelBounds, kernel)) checkBy(kernel, kernelBounds[kernel], values);
    },
  };
};
