/** Kernels in machine code: a file that `require` loads, and which of its levels. */
export interface NativeAddon {
  /** The file. */
  readonly file: string;
  /** The level. */
  readonly level: string;
}

/** What threads share to divide a kernel's work among them: three plain values and two arrays over shared memory. */
export interface Board {
  /** The compiled kernels. */
  readonly module: WebAssembly.Module;
  /** Kernels in machine code that take their place, where there are some. */
  readonly native?: NativeAddon | undefined;
  /** The memory that the tensors are in, shared. */
  readonly memory: WebAssembly.Memory;
  /** The kernels' names; a kernel is identified by its index here. */
  readonly names: readonly string[];
  /** Counters and flags, at the indices in {@link slots}. */
  readonly control: Int32Array;
  /** The arguments of each part of the work, `columns` to a part. */
  readonly table: Float64Array;
  /** Room for the arguments of a part. */
  readonly columns: number;
  /** What each thread is doing: {@link notStarted}, {@link asleep}, 0 without a part, or its part + 1. */
  readonly state: Int32Array;
  /** The number of the thread that holds this copy of the board; 0 is the one that made it. */
  readonly index: number;
}

/** Indices into a board's `control`. */
export const slots = {
  /** How many parts nobody has taken yet; the last of them is taken next. Below 1 there is nothing to do. */
  left: 0,
  /** Parts that are finished. */
  done: 1,
  /** Increases with every kernel; idle threads wait for it to change. */
  round: 2,
  /** How many threads wait. */
  asleep: 3,
  /** 1 once a kernel has failed in another thread. */
  failed: 4,
  /** Which kernel. */
  kernel: 5,
  /** How many arguments it takes. */
  size: 6,
  /** From here on, one flag for each part: 1 once it is finished. */
  finished: 8,
} as const;

/** The state of a thread that has not started yet. */
export const notStarted = -1;

/** The state of a thread that sleeps until it is woken. */
export const asleep = -2;

/** The most parts that a kernel's work is divided into. */
export const mostParts = 16;

/** The most arguments that a kernel takes. */
const mostArguments = 24;

/**
 * A board for kernels in a shared memory.
 *
 * @param module - the compiled kernels
 * @param memory - a shared memory
 * @param threads - how many threads share it, this one counted
 * @param native - kernels in machine code
 * @returns the board, with nothing to do on it
 */
export const newBoard = (
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
  threads: number,
  native?: NativeAddon,
): Board => ({
  module,
  native: native && { file: native.file, level: native.level },
  memory,
  names: WebAssembly.Module.exports(module)
    .filter(({ kind }) => kind === 'function')
    .map(({ name }) => name),
  control: new Int32Array(new SharedArrayBuffer(4 * (slots.finished + mostParts))),
  table: new Float64Array(new SharedArrayBuffer(8 * mostParts * mostArguments)),
  columns: mostArguments,
  state: new Int32Array(new SharedArrayBuffer(4 * threads)).fill(notStarted),
  index: 0,
});
