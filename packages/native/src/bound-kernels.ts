import { kernelBounds } from './kernel-bounds.js';

/** A kernel: offsets of tensors in bytes, sizes, steps and numbers; what it computes is in the memory then. */
export type Kernel = (...values: number[]) => void;

/** Kernels as the addon has them: the whole memory comes first. */
export type RawKernels = Readonly<Record<string, (memory: Uint8Array, ...values: number[]) => void>>;

/** The largest integer that a kernel takes for a size or a step. */
const largestSize = 2 ** 31 - 1;

/** The end of what a kernel with these arguments reads and writes, in bytes from the beginning of the memory; infinite where it may not run. */
export const endOf = (kernel: string, values: readonly number[]): number => {
  const {
    length,
    tensors,
    reals: [firstReal, endOfReals] = [length, length],
    signed,
    positive = [],
    reach,
  } = kernelBounds[kernel];
  if (values.length !== length) return Infinity;
  for (let i = 0; i < length; i++) {
    if (i >= firstReal && i < endOfReals) continue;
    const value = values[i];
    if (!Number.isInteger(value) || (value < 0 && i !== signed) || (value > largestSize && i >= tensors))
      return Infinity;
  }
  for (const i of positive) if (values[i] < 1) return Infinity;
  let end = 0;
  const optional = (offset: number, bytes: number): void => {
    if (offset > 0) end = Math.max(end, offset + bytes);
  };
  reach(
    values,
    (offset, bytes) => {
      if (offset === 0 && bytes > 0) end = Infinity;
      else optional(offset, bytes);
    },
    optional,
  );
  return end;
};

/** Kernels in a memory. */
export interface BoundKernels {
  /** The kernels by name; each checks what it is given. */
  readonly kernels: Readonly<Record<string, Kernel>>;
  /** Checks the arguments of a kernel that another thread is to run. */
  readonly check: (kernel: string, values: readonly number[]) => void;
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
  const check = (kernel: string, values: readonly number[]): void => {
    // WebAssembly, which runs all others, checks by itself what it reads and writes.
    if (!Object.hasOwn(kernelBounds, kernel)) return;
    const end = endOf(kernel, values);
    if (end <= bytes.length && bytes.length > 0) return;
    bytes = new Uint8Array(memory.buffer);
    if (!(end <= bytes.length))
      throw new RangeError(
        `the kernel ${kernel} was to reach beyond the memory's ${bytes.length} bytes: (${values.join(', ')})`,
      );
  };
  const kernels = Object.fromEntries(
    Object.keys(kernelBounds).map((name) => [
      name,
      (...values: number[]): void => {
        check(name, values);
        raw[name](bytes, ...values);
      },
    ]),
  );
  return { kernels, check };
};
