import { mostParts, newBoard, slots, type Board } from './board.js';
import { takeParts } from './kernel-thread.js';
import { startThread } from './start-thread.js';

/** Divides kernels among threads. */
export interface KernelPool {
  /** How many threads there are, this one counted. */
  readonly threads: number;
  /** How many have started. */
  atWork(): number;
  /**
   * Into how many parts a kernel's work should be cut. The threads start with enough work, not before: short jobs pay nothing for them.
   *
   * @param work - multiplications, roughly
   * @param again - those of them that every part repeats. Default 0
   * @returns 1 if dividing does not pay
   */
  parts(work: number, again?: number): number;
  /**
   * Runs a kernel's parts in this thread and the others, and returns when all are done. Parts write to different places, so that the
   * result has the same bits whichever thread computes which part.
   *
   * @param kernel - its name
   * @param parts - the arguments of each part
   */
  run(kernel: string, parts: readonly (readonly number[])[]): void;
}

/** Multiplications that a part has at least where a thread is awake, which takes it within a microsecond: some four of them. */
const smallestPart = 60_000;

/** Multiplications of a kernel that is worth waking threads for, which takes as long as some fifty microseconds of work. */
const worthWaking = 800_000;

/** What a part has at least for each multiplication that every part does anew. */
const ownForAgain = 6;

/** Multiplications, some half a millisecond, below which work is not shared for a while after a thread was kept from its part. */
const soonDone = 8_000_000;

/** How many times as long as was lost by that: a busy machine has no core to spare. */
const calm = 20;

/** Milliseconds that this thread waits for others longer than it has worked, before they count as kept from their parts. */
const longWait = 0.1;

/** Multiplications after which the other threads are started: some tenth of a second. */
const enoughWork = 500_000_000;

/** How often this thread looks whether the others are done before it lets go of its core. */
const looks = 20_000;

/** Waits for the parts that others still work at; a page's own thread may not sleep and goes on looking. */
const waitFor = ({ control }: Board, parts: number): void => {
  for (let look = 0; Atomics.load(control, slots.done) < parts; look++) {
    if (look < looks) continue;
    const finished = Atomics.load(control, slots.done);
    try {
      if (finished < parts) Atomics.wait(control, slots.done, finished, 1);
    } catch {
      look = 0;
    }
  }
};

/**
 * A pool for the kernels in a shared memory.
 *
 * @param module - the compiled kernels
 * @param memory - the shared memory
 * @param kernels - the kernels, instantiated in this thread
 * @param threads - how many threads, this one counted
 * @returns the pool; its threads are not started yet
 */
export const kernelPool = (
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
  kernels: Readonly<Record<string, (...values: number[]) => void>>,
  threads: number,
): KernelPool => {
  const board = newBoard(module, memory);
  const { control, table, columns, names } = board;
  const places = new Map(names.map((name, i) => [name, i]));
  let work = 0;
  let started = false;
  let aloneUntil = 0;

  const start = (): void => {
    started = true;
    for (let i = 1; i < threads; i++) startThread(board);
  };

  return {
    threads,
    atWork: () => (started ? threads : 1),
    parts: (multiplications, again = 0) => {
      if (multiplications < 2 * smallestPart) return 1;
      work += multiplications;
      if (!started && work > enoughWork) start();
      if (!started) return 1;
      if (multiplications < worthWaking && Atomics.load(control, slots.asleep) >= threads - 1) return 1;
      if (multiplications < soonDone && performance.now() < aloneUntil) return 1;
      const smallest = Math.max(smallestPart, ownForAgain * again);
      return Math.max(1, Math.min(mostParts, 4 * threads, Math.floor(multiplications / smallest)));
    },
    run: (kernel, parts) => {
      parts.forEach((values, i) => table.set(values, i * columns));
      control[slots.kernel] = places.get(kernel)!;
      control[slots.size] = parts[0].length;
      Atomics.store(control, slots.done, 0);
      Atomics.store(control, slots.left, parts.length);
      Atomics.add(control, slots.round, 1);
      if (Atomics.load(control, slots.asleep) > 0) Atomics.notify(control, slots.round, parts.length - 1);
      const began = performance.now();
      takeParts(board, kernels);
      const waits = performance.now();
      waitFor(board, parts.length);
      const ends = performance.now();
      const lost = ends - waits - (waits - began);
      if (lost > longWait) aloneUntil = ends + calm * lost;
      if (Atomics.exchange(control, slots.failed, 0) === 1) throw new Error(`the kernel ${kernel} failed in a thread`);
    },
  };
};
