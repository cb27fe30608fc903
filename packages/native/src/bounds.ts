/** Says that a kernel reads or writes so many bytes from an offset on. */
export type Reach = (offset: number, bytes: number) => void;

/** What a kernel takes, and what it reads and writes for it. */
export interface KernelBounds {
  /** How many arguments it takes. */
  readonly length: number;
  /** How many of them, the first ones, are offsets of tensors. */
  readonly tensors: number;
  /** Which of the others are any numbers, from the first to before the last; the rest are sizes and steps, integers of at least 0. */
  readonly reals?: readonly [first: number, end: number];
  /** The integer that may be negative. */
  readonly signed?: number;
  /** Those that must be at least 1, since the kernel would not end otherwise. */
  readonly positive?: readonly number[];
  /** Tells what the kernel reads and writes; an offset of 0 is a tensor that is not there, where the kernel can do without. */
  readonly reach: (values: readonly number[], needed: Reach, optional: Reach) => void;
}

/** Values at the beginning of a buffer that are left out so that vectors lie within lines of the caches, at most. */
export const unaligned = 15;
